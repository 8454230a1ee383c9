package dev.leat.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.Aggregator;
import dev.leat.pipeline.Aggregators;
import dev.leat.pipeline.JobException;
import dev.leat.pipeline.Pipeline;
import dev.leat.pipeline.PipelineRuntime;
import dev.leat.pipeline.Stage;
import dev.leat.pipeline.TopK;
import dev.leat.pipeline.connector.Sources;
import dev.leat.runtime.LocalRuntime;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The code of docs/guide/aggregates.md. */
class AggregatesTest {

  private final PipelineRuntime runtime = LocalRuntime.create();

  @AfterEach
  void close() {
    runtime.close();
  }

  record Hit(String path, int status, long bytes) {

    static Hit parse(String text) {
      String[] parts = text.split(" ", -1);
      return new Hit(parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]));
    }
  }

  private static Stage<Hit> hits() {
    return Pipeline.named("hits")
        .from(Sources.of("/a 200 10", "/b 500 20", "/a 200 30"))
        .cpu("parse", Hit::parse);
  }

  @Test
  void shouldAggregate() {
    Stage<Hit> hits = hits();
    // guide
    Stage<Map<Integer, Long>> statuses = hits.aggregate(Aggregators.countBy(Hit::status, 1_000));

    Stage<TopK<String>> pages = hits.aggregate(Aggregators.topK(Hit::path, 10, 100_000));

    Stage<Double> average =
        hits.aggregate(
            Aggregators.both(
                Aggregators.sumLong(Hit::bytes),
                Aggregators.count(),
                (bytes, count) -> (double) bytes / count));
    // end

    assertThat(runtime.collect(statuses)).containsExactly(Map.of(200, 2L, 500, 1L));
    assertThat(runtime.collect(pages).getFirst().entries().getFirst().key()).isEqualTo("/a");
    assertThat(runtime.collect(average)).containsExactly(20.0);
  }

  @Test
  void shouldPrintTheMostFrequent() {
    TopK<String> top =
        runtime.collect(hits().aggregate(Aggregators.topK(Hit::path, 10, 100))).getFirst();
    // guide
    for (TopK.Entry<String> entry : top.entries()) {
      System.out.println(entry.count() + (top.exact() ? " " : " or less ") + entry.key());
    }
    // end

    assertThat(top.exact()).isTrue();
  }

  @Test
  void shouldFailAboveTheLimitOfKeys() {
    Stage<Map<String, Long>> paths = hits().aggregate(Aggregators.countBy(Hit::path, 1));

    assertThatThrownBy(() -> runtime.collect(paths)).isInstanceOf(JobException.class);
  }

  // guide
  static Aggregator<Hit, Histogram, Histogram> bytesOfHits() {
    return Aggregator.of(
        () -> new Histogram(3), // digits: no quantile is off by more than 0.1 percent
        (histogram, hit) -> histogram.recordValue(hit.bytes()),
        (left, right) -> {
          left.add(right);
          return left;
        },
        histogram -> histogram);
  }

  // end

  @Test
  void shouldFindQuantiles() {
    Stage<Hit> hits = hits();
    // guide
    Stage<Long> p99 = hits.aggregate(bytesOfHits()).map(all -> all.getValueAtPercentile(99));

    Stage<String> medians =
        hits.byKey(
            Hit::status,
            lane -> lane.aggregate(bytesOfHits()),
            (status, bytes) -> status + ": " + bytes.getValueAtPercentile(50));
    // end

    assertThat(runtime.collect(p99)).containsExactly(30L);
    assertThat(runtime.collect(medians)).containsExactlyInAnyOrder("200: 10", "500: 20");
  }

  @Test
  void shouldReduce() {
    Stage<Hit> hits = hits();
    // guide
    Stage<Hit> largest = hits.reduce((a, b) -> a.bytes() >= b.bytes() ? a : b);
    // end

    assertThat(runtime.collect(largest)).containsExactly(new Hit("/a", 200, 30));
    assertThat(runtime.collect(hits.filter(hit -> false).reduce((a, b) -> a))).isEmpty();
  }

  @Test
  void shouldUseAnAggregatorOfOnesOwn() {
    Stage<Hit> hits = hits();
    // guide
    Aggregator<Hit, ?, Long> largest =
        Aggregator.of(
            () -> new long[1], // a fresh accumulator, neutral
            (max, hit) -> max[0] = Math.max(max[0], hit.bytes()), // add an element
            (left, right) -> left[0] >= right[0] ? left : right, // combine two
            max -> max[0]); // the result

    Stage<Long> bytes = hits.aggregate(largest);
    // end

    assertThat(runtime.collect(bytes)).containsExactly(30L);
    assertThat(runtime.collect(hits.filter(hit -> false).aggregate(largest))).containsExactly(0L);
  }
}
