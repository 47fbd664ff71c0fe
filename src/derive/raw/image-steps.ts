import type { Bundle } from '../../facts/bundle.ts';
import { fail, succeed, type Failable } from '../../lib/failure.ts';
import { mapFailable } from '../build-row.ts';
import { parseJson, sectionText } from './section.ts';

/** Characters of one step that are looked at: more is no command that a person wrote. */
const longest = 50_000;

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
        if (typeof step === 'string') steps.unshift(step.slice(0, longest));
      } else if (line === 'failed') {
        images.set(
          image,
          fail('FAILED', 'docker history of this image failed', 'run docker history --no-trunc on the host'),
        );
      }
    }
    return images;
  });
}
