import { readFileSync, readdirSync } from 'node:fs';
import type { Templates } from '../../src/report/types.ts';

const folder = new URL('../../templates/', import.meta.url);

/** The templates of the report as the program reads them. */
export const templates: Templates = Object.fromEntries(
  readdirSync(new URL('report/', folder)).map((name) => [
    `report/${name}`,
    readFileSync(new URL(`report/${name}`, folder), 'utf8'),
  ]),
);
