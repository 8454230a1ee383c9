package dev.leat.runtime.benchmarks.ingest;

import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.connector.Sinks;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Counts numbers by keys that are spread at random. Prints nanoseconds an element. */
enum KeyedCount {
  /** A keyed aggregate. */
  LEAT {
    @Override
    long count(long elements, int keys) {
      LongAdder found = new LongAdder();
      LongAdder all = new LongAdder();
      try (PipelineRuntime runtime = LocalRuntime.create()) {
        runtime.run(
            Pipeline.named("keyed")
                .from(Sources.range(0, elements))
                .byKey(
                    x -> key(x, keys),
                    lane -> lane.aggregate(Aggregators.count()),
                    Map::entry,
                    bounds -> bounds.maxKeys(keys))
                .to(
                    Sinks.each(entry -> {
                      found.increment();
                      all.add(entry.getValue());
                    })));
      }
      require(all.sum(), elements);
      return found.sum();
    }
  },
  /** Collectors of the JDK, on one thread. */
  STREAMS {
    @Override
    long count(long elements, int keys) {
      return LongStream.range(0, elements)
          .boxed()
          .collect(Collectors.groupingBy(x -> key(x, keys), Collectors.counting()))
          .size();
    }
  },
  /** Collectors of the JDK, on all cores. */
  PARALLEL_STREAMS {
    @Override
    long count(long elements, int keys) {
      return LongStream.range(0, elements)
          .parallel()
          .boxed()
          .collect(Collectors.groupingByConcurrent(x -> key(x, keys), Collectors.counting()))
          .size();
    }
  },
  /** The limit: a loop and a map. */
  HAND {
    @Override
    long count(long elements, int keys) {
      Map<Long, long[]> counts = new HashMap<>();
      for (long x = 0; x < elements; x++) {
        counts.computeIfAbsent(key(x, keys), key -> new long[1])[0]++;
      }
      return counts.size();
    }
  };

  private static final int WARM_UPS = 2;

  /** Counts, and returns how many keys there were. */
  abstract long count(long elements, int keys);

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014), cut down to the keys. */
  private static Long key(long x, int keys) {
    long mixed = (x ^ (x >>> 30)) * 0xBF58_476D_1CE4_E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D0_49BB_1331_11EBL;
    return Long.remainderUnsigned(mixed ^ (mixed >>> 31), keys);
  }

  private static void require(long counted, long elements) {
    if (counted != elements) {
      throw new IllegalStateException("%d of %d were counted".formatted(counted, elements));
    }
  }

  /**
   * Measures in this process, after two runs that do not count.
   *
   * @param args which, the elements, the keys, the runs
   */
  public static void main(String[] args) {
    KeyedCount which = valueOf(args[0]);
    long elements = Long.parseLong(args[1]);
    int keys = Integer.parseInt(args[2]);
    int runs = Integer.parseInt(args[3]);
    for (int i = 0; i < WARM_UPS + runs; i++) {
      System.gc(); // what the run before left behind is not this one's
      long start = System.nanoTime();
      long found = which.count(elements, keys);
      double nanos = (System.nanoTime() - start) / (double) elements;
      if (i >= WARM_UPS) {
        System.out.println(nanos + " " + found);
      }
    }
  }
}
