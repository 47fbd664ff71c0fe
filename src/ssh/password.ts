import type { KeyboardInteractiveCallback, Prompt } from 'ssh2';

/**
 * Answers a keyboard-interactive dialogue: the first hidden question gets the password, all others nothing, so that
 * a wrong password counts once against the account.
 */
export function answerOnce(
  password: string,
  onSent: () => void,
): (
  name: string,
  text: string,
  lang: string,
  prompts: Prompt[],
  finish: KeyboardInteractiveCallback,
) => void {
  let isSent = false;
  return (_name, _text, _lang, prompts, finish) => {
    const answers = prompts.map(({ echo }) => {
      if (echo === true || isSent) return '';
      isSent = true;
      onSent();
      return password;
    });
    finish(answers);
  };
}
