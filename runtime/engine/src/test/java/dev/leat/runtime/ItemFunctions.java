package dev.leat.runtime;

import dev.leat.pipeline.Aggregator;
import dev.leat.pipeline.CheckedFunction;
import dev.leat.pipeline.Stage;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.LongStream;

/** What random graphs do with an item: a function of its value and of a salt. */
final class ItemFunctions {

  private ItemFunctions() {}

  static boolean hit(Item item, int salt, int one) {
    long mixed = (item.value() + salt) * 0x9E3779B97F4A7C15L;
    return Long.remainderUnsigned(mixed ^ (mixed >>> 29), one) == 0;
  }

  static Item changed(Item item, int salt) {
    return item.with(item.value() * 31 + salt);
  }

  /** Depends on the order of its arguments. */
  static Item sum(Item state, Item item) {
    return item.with(state.value() * 31 + item.value());
  }

  static List<Item> expansion(Item item, int salt) {
    int size = hit(item, salt, 499) ? 2_000 : hit(item, salt, 29) ? 40 : (int) (item.value() & 1);
    return LongStream.range(0, size).mapToObj(i -> item.with(item.value() * 7 + i)).toList();
  }

  /** Takes a microsecond, without a call that an event loop must not make. */
  static void dawdle() {
    long begin = System.nanoTime();
    long now = begin;
    while (now - begin < 1_000) {
      now = System.nanoTime();
    }
  }

  static CheckedFunction<Item, Item> mayFail(int salt) {
    return item -> {
      if (hit(item, salt, 53)) {
        throw new IOException("oops " + item.value());
      }
      if (hit(item, salt, 31)) {
        dawdle();
      }
      return changed(item, salt);
    };
  }

  static CompletableFuture<Item> promise(Item item, int salt) throws Exception {
    if (hit(item, salt, 5)) {
      return CompletableFuture.completedFuture(mayFail(salt).apply(item));
    }
    Executor later =
        hit(item, salt, 11)
            ? CompletableFuture.delayedExecutor(100, TimeUnit.MICROSECONDS)
            : ForkJoinPool.commonPool();
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return mayFail(salt).apply(item);
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        },
        later);
  }

  static long rest(Item item, int salt) {
    return Math.floorMod(item.value() + salt, 17L);
  }

  /** The sum of all items. */
  static Aggregator<Item, ?, Item> total() {
    return Aggregator.of(
        () -> new long[1],
        (all, item) -> all[0] += item.value(),
        (a, b) -> {
          a[0] += b[0];
          return a;
        },
        all -> new Item(-1, all[0]));
  }

  /**
   * A stage for each of five keys, in whose results the key can be seen.
   *
   * @param computed the name of a stage that computes before it; empty for none
   */
  static Stage<Item> byKey(
      Stage<Item> stage,
      int salt,
      String computed,
      Function<? super Stage<Item>, Stage<Item>> stateful) {
    return stage.byKey(
        item -> rest(item, salt) % 5,
        lane -> stateful.apply(computed.isEmpty() ? lane : lane.cpu(computed, item -> item)),
        (key, item) -> new Item(item.lane(), 7 * item.value() + key));
  }
}
