import type { Projection } from './projection.ts';

/** Where alerts are delivered to, and how far each receiver has taken them. */
export const receivers: Projection<'receivers'> = {
  table: 'receivers',
  key: ['receiver_id'],
  open(database) {
    const put = database.prepare<[Record<string, string | number>]>(
      `INSERT INTO receivers (receiver_id, kind, url, desk_name, least_severity, has_token, through_seq)
       VALUES ($receiverId, $kind, $url, $deskName, $leastSeverity, $hasToken, $seq)
       ON CONFLICT (receiver_id) DO UPDATE SET
         through_seq = CASE WHEN url = excluded.url AND kind = excluded.kind THEN through_seq ELSE excluded.through_seq END,
         delivered_at = CASE WHEN url = excluded.url AND kind = excluded.kind THEN delivered_at END,
         kind = excluded.kind, url = excluded.url, desk_name = excluded.desk_name,
         least_severity = excluded.least_severity, has_token = excluded.has_token`,
    );
    const take = database.prepare<[number, string, string]>(
      'UPDATE receivers SET through_seq = ?, delivered_at = ? WHERE receiver_id = ?',
    );
    const remove = database.prepare<[string]>('DELETE FROM receivers WHERE receiver_id = ?');
    return {
      'delivery.configured': ({ seq, body: { receiver } }) => {
        put.run({ ...receiver, hasToken: receiver.hasToken ? 1 : 0, seq });
      },
      'delivery.removed': ({ body }) => {
        remove.run(body.receiverId);
      },
      'delivery.made': ({ at, body }) => {
        take.run(body.throughSeq, at, body.receiverId);
      },
    };
  },
};
