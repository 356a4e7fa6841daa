/**
 * The moment before which everything recorded is there to be seen: no transaction that is under way can record anything
 * earlier. A transaction takes its instant after it has its id, and that after it began; so those that have an id and are
 * not over, which are the ones of the snapshot, bound it by when they began, and whatever comes later by when this one did.
 *
 * One whose beginning cannot be seen bounds it completely. That is a prepared one, and one of another role as long as
 * ours is not granted pg_read_all_stats. The two clocks are one, unless it was stepped back since.
 */
export const horizon = `date_trunc('milliseconds', least(
    now(),
    clock_timestamp(),
    (
      SELECT min(coalesce(
        (
          SELECT activity.xact_start
          FROM pg_stat_get_activity(NULL) AS activity
          WHERE activity.backend_xid = under_way.id::xid
          LIMIT 1
        ),
        '-infinity'
      ))
      FROM pg_snapshot_xip(pg_current_snapshot()) AS under_way (id)
    )
  ))`
