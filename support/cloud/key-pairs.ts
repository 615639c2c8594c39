import { DeleteKeyPairCommand, DescribeKeyPairsCommand, ImportKeyPairCommand } from '@aws-sdk/client-ec2';
import type { CloudSession } from './cloud-session';
import { hasCode } from './ec2-error';
import { tagSpecification } from './tags';

export interface KeyPairs {
  /** Makes the name stand for this public key (OpenSSH's one-line form), whatever it stood for. */
  ensure(name: string, publicKey: string, signal: AbortSignal): Promise<void>;
  remove(name: string, signal: AbortSignal): Promise<void>;
}

/** Key pairs have no use but at an instance's first boot, so that an older one of the name is simply replaced. */
export function keyPairsOf({ client, guard, ownTags }: CloudSession): KeyPairs {
  const remove = async (name: string, signal: AbortSignal): Promise<void> => {
    try {
      const answer = await client.send(new DescribeKeyPairsCommand({ KeyNames: [name] }), {
        abortSignal: signal,
      });
      for (const { KeyPairId: id } of answer.KeyPairs ?? []) {
        if (id === undefined) continue;
        await guard.assertOwn([id], signal);
        await client.send(new DeleteKeyPairCommand({ KeyPairId: id }), { abortSignal: signal });
      }
    } catch (error) {
      if (!hasCode(error, 'InvalidKeyPair.NotFound')) throw error;
    }
  };
  return {
    remove,
    async ensure(name, publicKey, signal) {
      await remove(name, signal);
      await guard.assertOwn([], signal);
      await client.send(
        new ImportKeyPairCommand({
          KeyName: name,
          PublicKeyMaterial: Buffer.from(publicKey),
          TagSpecifications: [tagSpecification('key-pair', ownTags({}, name))],
        }),
        { abortSignal: signal },
      );
    },
  };
}
