import type { BuildOf } from '../../../spec';
import { baseImages, GO } from '../base-images';
import { healthCommand } from '../dockerfile/health';
import type { Language } from '../dockerfile/recipe';
import { cache, copy, filesFrom, inHome, run, secret } from '../dockerfile/steps';

const SOURCES = '/src';
const MODULES = cache('/go/pkg/mod');

/** A Go program: one static binary, without paths of the machine that built it, and nothing beside it. */
export const go: Language<BuildOf<'go'>> = {
  recipe(build, facts) {
    const { entry, command, files } = build;
    const images = baseImages(GO, build);
    const binary = `/usr/local/bin/${facts.name}`;
    const compile = `go build -trimpath -buildvcs=false -ldflags="-s -w" -o /out/program ${entry ? `./${entry.replace(/^\.\//, '')}` : '.'}`;
    return {
      stages: [
        {
          name: 'build',
          from: images.build,
          native: true,
          instructions: [
            `WORKDIR ${SOURCES}`,
            // The toolchain is the one of the image, whatever go.mod would fetch.
            'ENV CGO_ENABLED=0 GOTOOLCHAIN=local',
            '# Modules that are not public, such as example.com/*; who may read them stands in the secret netrc.',
            'ARG GOPRIVATE=""',
            // A program without dependencies has no go.sum.
            copy('go.mod', 'go.su[m]', './'),
            run([MODULES, secret('netrc', inHome('.netrc'))], 'go mod download'),
            copy('.', '.'),
            'ARG TARGETOS',
            'ARG TARGETARCH',
            run([MODULES, cache(inHome('.cache/go-build'))], 'export GOOS="$TARGETOS" GOARCH="$TARGETARCH"', command ?? compile),
          ],
        },
      ],
      run: images.run,
      artefacts: [{ stage: 'build', source: '/out/program', target: binary }, ...filesFrom('build', SOURCES, files)],
      env: {},
      entrypoint: [binary],
      health: healthCommand(facts, undefined),
    };
  },
  ignored: ['**/*_test.go', '**/testdata', 'bin', 'vendor'],
};
