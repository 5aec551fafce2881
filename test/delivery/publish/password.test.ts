import { readFileSync } from 'node:fs';
import path from 'node:path';
import { type HttpServer, serve } from './http-server';
import { git, manifests, newPlace, type Place, publishTo, removePlace, subjects } from './support';

const PASSWORD = 's3cret-word';

let place: Place;
let server: HttpServer;
beforeEach(async () => {
  place = newPlace();
  git(place.server, 'config', 'http.receivepack', 'true');
  server = await serve(place.folder, 'bot', PASSWORD);
});
afterEach(() => {
  server.close();
  removePlace(place);
});

test('a password in the address opens the server, and no command of git shows it', async () => {
  const trace = path.join(place.folder, 'trace');
  process.env.GIT_TRACE = trace;
  try {
    const repository = `http://bot:${PASSWORD}@${server.host}/environments.git`;
    const published = await publishTo(place, manifests({ cart: '1.0.0' }), { repository });
    const again = await publishTo(place, manifests({ cart: '1.1.0', mail: '1.0.0' }), { repository });
    expect([published.outcome, again.outcome]).toEqual(['published', 'published']);
  } finally {
    delete process.env.GIT_TRACE;
  }
  expect(subjects(place)).toHaveLength(2);
  const commands = readFileSync(trace, 'utf8');
  expect(commands).toContain(`http://${server.host}/environments.git`);
  expect(commands).not.toContain(PASSWORD);
});

test('a wrong password is told without the password', async () => {
  const refusal = publishTo(place, manifests({ cart: '1.0.0' }), { repository: `http://bot:wrong-word@${server.host}/environments.git` });
  await expect(refusal).rejects.toThrow(`no permission for http://${server.host}/environments.git`);
  await expect(refusal).rejects.not.toThrow('wrong-word');
});

test('no password at all ends in a message, not in a question', async () => {
  const refusal = publishTo(place, manifests({ cart: '1.0.0' }), { repository: `http://${server.host}/environments.git` });
  await expect(refusal).rejects.toThrow('Give git credentials that may write there');
});
