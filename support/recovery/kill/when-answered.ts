import type { ActionContext } from '../actions/context';
import type { FollowerKill } from './killed-follower';

type Ports = Pick<ActionContext, 'cloud' | 'host'>;

/** The same ports, but that it is told of each such call as soon as it is answered, before whoever made it. */
export function whenAnswered<P extends Ports>(
  ports: P,
  call: FollowerKill['answered'],
  tell: (what: string) => void,
): P {
  const [port = '', method = ''] = call.split('.');
  if (port === 'host')
    return {
      ...ports,
      host: (name: string) =>
        told(ports.host(name), method, ([command]) => tell(`${name}: ${String(command)}`)),
    };
  const own = ports.cloud[port as Exclude<keyof Ports['cloud'], 'close'>];
  return {
    ...ports,
    cloud: { ...ports.cloud, [port]: told(own, method, ([of]) => tell(`${call} ${String(of)}`)) },
  };
}

function told<T extends object>(port: T, method: string, tell: (args: readonly unknown[]) => void): T {
  return new Proxy(port, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== 'function') return value;
      const bound = (value as (...args: unknown[]) => unknown).bind(target);
      if (key !== method) return bound;
      return async (...args: unknown[]): Promise<unknown> => {
        const answer = await bound(...args);
        tell(args);
        return answer;
      };
    },
  });
}
