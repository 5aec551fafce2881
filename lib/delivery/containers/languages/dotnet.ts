import type { BuildOf } from '../../../spec';
import { baseImages, DOTNET } from '../base-images';
import { healthCommand } from '../dockerfile/health';
import { HOME, type Language } from '../dockerfile/recipe';
import { cache, copy, filesFrom, inHome, run, secret } from '../dockerfile/steps';
import type { ContainerFacts } from '../facts';

const SOURCES = '/src';
/** What restoring packages reads; of a project with references, the other projects too. */
const DESCRIBED = ['**/*.csproj', '**/*.fsproj', '**/packages.lock.json', '**/Directory.*.props', '**/Directory.*.targets', 'global.json'];
const PACKAGES = [cache(inHome('.nuget/packages')), secret('nuget_config', inHome('.nuget/NuGet/NuGet.Config'))];

/** A .NET application: what `dotnet publish` leaves behind, on ASP.NET Core without package manager and shell. */
export const dotnet: Language<BuildOf<'dotnet'>> = {
  recipe(build, facts) {
    const { entry = `${facts.name}.csproj`, command, files } = build;
    const images = baseImages(DOTNET, build);
    const publish = `dotnet publish ${entry} --no-restore --configuration Release --output /out -p:UseAppHost=false -p:ContinuousIntegrationBuild=true`;
    return {
      stages: [
        {
          name: 'build',
          from: images.build,
          // Assemblies are the same for every processor.
          native: true,
          instructions: [
            `WORKDIR ${SOURCES}`,
            'ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1',
            copy('--parents', ...DESCRIBED, './'),
            run(PACKAGES, `dotnet restore ${entry}`),
            copy('.', '.'),
            run(PACKAGES, command ?? publish),
          ],
        },
      ],
      run: images.run,
      artefacts: [{ stage: 'build', source: '/out/', target: `${HOME}/` }, ...filesFrom('build', SOURCES, files)],
      env: listening(facts),
      entrypoint: ['dotnet', `${assembly(entry)}.dll`],
      health: healthCommand(facts, undefined),
    };
  },
  ignored: ['**/bin', '**/obj', '**/TestResults', '**/*.Tests', '**/*.UnitTests', '**/*.IntegrationTests'],
};

/** An assembly is named after its project, unless the project says otherwise. */
const assembly = (project: string) =>
  project
    .split('/')
    .at(-1)
    ?.replace(/\.\w+proj$/, '');

/** ASP.NET Core would listen on 8080 whatever is declared (Microsoft, default port of .NET 8 containers). */
function listening({ ports }: ContainerFacts): Record<string, string> {
  const web = ports.filter(({ protocol }) => protocol === 'http' || protocol === 'grpc').map(({ port }) => port);
  return web.length > 0 ? { ASPNETCORE_HTTP_PORTS: web.join(';') } : {};
}
