package dev.leat.runtime.execution;

import dev.leat.pipeline.KeyOptions;
import org.jspecify.annotations.Nullable;

/**
 * What a stage with a state keeps apart.
 *
 * @param oneLane whether the elements of all lanes share a state
 * @param keys the bounds of the keys that have states of their own; null outside of a byKey
 */
record StateScope(boolean oneLane, @Nullable KeyOptions keys) {

  /** The state that an element belongs to; null if there is one for all. */
  @Nullable Object of(Cursor cursor) {
    if (keys != null) {
      return cursor.key;
    }
    return oneLane ? null : cursor.lane;
  }

  /** Whether there is room for one more state beside those that there are. */
  boolean hasRoom(int states) {
    return keys == null || states < keys.maxKeys();
  }
}
