import { readFileSync } from 'node:fs';
import { Ajv, type AnySchema } from 'ajv';
import { ParseOption, XmlDocument, XsdValidator } from 'libxml2-wasm';

/**
 * The schemas here are ours: exactly what plimsoll writes of each format, stricter than the official ones, which
 * allow far more, are not ours to carry, and to which `npm run validate` holds files.
 */
function schemaText(name: string): string {
  return readFileSync(new URL(name, import.meta.url), 'utf8');
}

/** @returns what is wrong with a value, at most a few lines */
export type Validate = (value: unknown) => readonly string[];

export function jsonValidator(name: string): Validate {
  const validate = new Ajv({ strict: true, allErrors: true }).compile(
    JSON.parse(schemaText(name)) as AnySchema,
  );
  return (value) =>
    validate(value)
      ? []
      : (validate.errors ?? []).slice(0, 5).map((error) => `${error.instancePath}: ${error.message ?? ''}`);
}

const xsd = XsdValidator.fromDoc(XmlDocument.fromString(schemaText('junit.xsd')));

/** Parses XML, which throws where it is not well-formed, holds it to junit.xsd, and hands it to `use`. */
export function withJunit<T>(text: string, use: (document: XmlDocument) => T): T {
  const document = XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_HUGE });
  try {
    xsd.validate(document);
    return use(document);
  } finally {
    document.dispose();
  }
}
