// Holds files to a schema in JSON Schema or XSD: the official ones of the formats, which are not ours to carry.
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { ParseOption, XmlDocument, XsdValidator } from 'libxml2-wasm';

const usage = 'usage: npm run validate -- SCHEMA.json|SCHEMA.xsd FILE...';

const date = String.raw`\d{4}-\d\d-\d\d`;
const time = String.raw`\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)`;

/** What the official schemas ask of texts. */
const formats = {
  'date-time': new RegExp(`^${date}T${time}$`),
  email: /^[^@\s]+@[^@\s]+$/,
  uri: (text) => /^[!-~]+$/.test(text) && URL.canParse(text),
  'uri-reference': (text) => /^[!-~]*$/.test(text) && URL.canParse(text, 'https://example.com/'),
};

function jsonProblems(schemaText) {
  const schema = JSON.parse(schemaText);
  // Of draft 04, which Ajv does not know, the schema of SARIF uses nothing else that later drafts read differently.
  delete schema.$schema;
  delete schema.id;
  const validate = new Ajv({ strict: false, allErrors: true, formats }).compile(schema);
  return (text) => {
    if (validate(JSON.parse(text))) return [];
    return validate.errors.map(({ instancePath, message }) => `${instancePath || '/'}: ${message}`);
  };
}

function xmlProblems(schemaText) {
  const schema = XsdValidator.fromDoc(XmlDocument.fromString(schemaText));
  return (text) => {
    const document = XmlDocument.fromString(text, { option: ParseOption.XML_PARSE_HUGE });
    try {
      schema.validate(document);
      return [];
    } catch (error) {
      return error.message.trim().split('\n');
    } finally {
      document.dispose();
    }
  };
}

function validate([schema, ...files]) {
  if (files.length === 0) throw new Error(usage);
  const kind = schema.endsWith('.xsd') ? xmlProblems : jsonProblems;
  const problemsOf = kind(readFileSync(schema, 'utf8'));
  return files.flatMap((file) => {
    const problems = problemsOf(readFileSync(file, 'utf8'));
    return problems.slice(0, 10).map((problem) => `${file}: ${problem}`);
  });
}

try {
  const [schema, ...files] = process.argv.slice(2);
  const problems = validate([schema, ...files]);
  for (const problem of problems) console.log(problem);
  console.log(`${files.length} checked against ${schema}, problems: ${problems.length}`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  console.error(`validate: ${error.message}`);
  process.exitCode = 2;
}
