import { clustersOf } from '../../../lib/policy';

const service = (file: string, name = 'cart', namespace = 'shop') => ({
  file,
  object: { apiVersion: 'v1', kind: 'Service', metadata: { name, namespace } },
});
const foldersOf = (...objects: ReturnType<typeof service>[]) => clustersOf(objects).map(({ where, objects: own }) => [where, own.length]);

describe('the objects of a folder', () => {
  test('are those of one cluster when each is there once', () => {
    expect(foldersOf(service('out/a/cart.yaml'), service('out/b/mail.yaml', 'mail'))).toEqual([[undefined, 2]]);
  });

  test('are those of several where one is there twice: the first folders that tell them apart are the clusters', () => {
    expect(
      foldersOf(
        service('out/live/east/cart/service.yaml'),
        service('out/live/west/cart/service.yaml'),
        service('out/live/west/mail/service.yaml', 'mail'),
        service('out/test/east/cart/service.yaml'),
      ),
    ).toEqual([
      ['live/east', 1],
      ['live/west', 2],
      ['test/east', 1],
    ]);
  });

  test('stay together where one folder has an object twice', () => {
    expect(foldersOf(service('out/a.yaml'), service('out/b.yaml'))).toEqual([[undefined, 2]]);
  });

  test('of one name in two namespaces are two objects', () => {
    expect(foldersOf(service('out/a.yaml'), service('out/b.yaml', 'cart', 'test'))).toEqual([[undefined, 2]]);
  });
});
