import type { BuildOf } from '../../../spec';
import { baseImages, JAVA } from '../base-images';
import { healthCommand } from '../dockerfile/health';
import { HOME, type Language } from '../dockerfile/recipe';
import { cache, cacheOfOne, copy, filesFrom, run, SOURCE_DATE, secret } from '../dockerfile/steps';

const SOURCES = '/src';

/**
 * Share of the container's memory that the heap may take, in percent. The virtual machine's own default of 25 leaves most of a
 * container unused (java, -XX:MaxRAMPercentage); a quarter is left for threads, classes and buffers, which is an assumption.
 */
const HEAP_PERCENT = 75;

interface Tool {
  readonly jar: (service: string) => string;
  readonly described: readonly string[];
  readonly mounts: readonly string[];
  readonly fetch: string;
  readonly package: string;
}

const TOOLS: Readonly<Record<'maven' | 'gradle', Tool>> = {
  maven: {
    jar: (service) => `target/${service}.jar`,
    described: [copy('--parents', 'pom.xml', '.mvn', './')],
    // Its local repository is shared and changed in place (Maveniverse, Maven Local Repository).
    mounts: [cacheOfOne('/root/.m2/repository'), secret('maven_settings', '/root/.m2/settings.xml')],
    fetch: 'mvn --batch-mode --no-transfer-progress dependency:go-offline',
    package: 'mvn --batch-mode --no-transfer-progress -Dmaven.test.skip=true -Dproject.build.outputTimestamp="$SOURCE_DATE_EPOCH" package',
  },
  gradle: {
    jar: (service) => `build/libs/${service}.jar`,
    described: [
      'ENV GRADLE_USER_HOME=/root/.gradle',
      copy('--parents', 'build.gradle*', 'settings.gradle*', 'gradle.properties', 'gradle.lockfile', 'gradle', './'),
    ],
    mounts: [cache('/root/.gradle'), secret('gradle_properties', '/root/.gradle/gradle.properties')],
    fetch: 'gradle --no-daemon --console=plain --quiet dependencies',
    package: 'gradle --no-daemon --console=plain assemble',
  },
};

/** A Java application: one jar that holds its dependencies, on a virtual machine without compiler and shell. */
export const java: Language<BuildOf<'java'>> = {
  recipe(build, facts) {
    const { packageManager = 'maven', command, files } = build;
    const tool = TOOLS[packageManager];
    const { entry = tool.jar(facts.name) } = build;
    const images = baseImages(JAVA[packageManager], build);
    return {
      stages: [
        {
          name: 'build',
          from: images.build,
          instructions: [
            `WORKDIR ${SOURCES}`,
            SOURCE_DATE,
            ...tool.described,
            run(tool.mounts, tool.fetch),
            copy('.', '.'),
            run(tool.mounts, command ?? tool.package),
          ],
        },
      ],
      run: images.run,
      artefacts: [{ stage: 'build', source: `${SOURCES}/${entry}`, target: `${HOME}/app.jar` }, ...filesFrom('build', SOURCES, files)],
      env: {},
      // Out of memory it ends, so that it is started anew: what is left of it answers nobody.
      entrypoint: ['/usr/bin/java', `-XX:MaxRAMPercentage=${HEAP_PERCENT}`, '-XX:+ExitOnOutOfMemoryError', '-jar', `${HOME}/app.jar`],
      health: healthCommand(facts, undefined),
    };
  },
  ignored: ['target', '*/target', 'build', '*/build', '**/.gradle', '**/src/test', '**/*.class'],
};
