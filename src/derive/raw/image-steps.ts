import type { Bundle } from '../../facts/bundle.ts';
import { isUnread } from '../../facts/redact.ts';
import { fail, succeed, type Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { parseJson, sectionText } from './section.ts';

/** Characters of one step that are judged: more is no command that a person wrote, and may hide one. */
const longest = 50_000;

const tooLong: Failable<never> = fail(
  'FAILED',
  'a build step of this image is too long to be judged, or could not be read',
  'read it: docker history --no-trunc',
);

/** The build steps of images by id, the first step first, values of variables withheld. */
export function imageSteps(bundle: Bundle): Failable<ReadonlyMap<string, Failable<readonly string[]>>> {
  return mapFailable(sectionText(bundle, 'docker.history'), (text) => {
    const images = new Map<string, Failable<string[]>>();
    let steps: string[] = [];
    let image = '';
    for (const line of text.split('\n')) {
      if (line.startsWith('image ')) {
        image = line.slice('image '.length);
        images.set(image, succeed((steps = [])));
      } else if (line.startsWith('"')) {
        const step = parseJson(line);
        if (typeof step !== 'string') continue;
        if (step.length > longest || isUnread(step)) images.set(image, tooLong);
        else steps.push(step);
      } else if (line === 'failed') {
        images.set(
          image,
          fail('FAILED', 'docker history of this image failed', 'run docker history --no-trunc on the host'),
        );
      }
    }
    for (const found of images.values()) if (found.ok) found.value.reverse();
    return images;
  });
}
