/** Whether to colour, and whether to redraw. */
export interface TerminalManners {
  readonly color: boolean;
  readonly progress: boolean;
}

/**
 * What flags, terminal and environment come to. Any NO_COLOR turns colour off (no-color.org), FORCE_COLOR turns it on
 * where there is no terminal; a dumb terminal gets neither colour nor redrawing, and neither does the log of a CI job
 * get the latter.
 */
export function terminalManners(
  asked: TerminalManners,
  isTerminal: boolean,
  environment: Readonly<Record<string, string | undefined>>,
): TerminalManners {
  const { NO_COLOR, FORCE_COLOR, TERM, CI } = environment;
  const smart = isTerminal && TERM !== 'dumb';
  const forced = isSet(FORCE_COLOR) && FORCE_COLOR !== '0';
  return {
    color: asked.color && !isSet(NO_COLOR) && (smart || forced),
    progress: asked.progress && smart && !isSet(CI),
  };
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
