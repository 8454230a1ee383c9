package dev.leat.runtime.plan;

import dev.leat.pipeline.JobStats;
import dev.leat.pipeline.WorkerStats;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the worker processes of a stage have done, and what it costs to send elements there, beside
 * the work itself.
 *
 * @param workers the figures of each worker; empty if the stage has none
 */
record WorkerPrice(List<WorkerStats> workers) {

  /** Below this much work an element is computed in less time than it takes to send it away. */
  private static final long WORTH_IT_NANOS = 1_000;

  private static final long ENOUGH_ELEMENTS = 1_000;

  static WorkerPrice of(String stage, JobStats stats) {
    return new WorkerPrice(
        stats.workers().stream().filter(worker -> worker.stage().equals(stage)).toList());
  }

  private long elements() {
    return workers.stream().mapToLong(WorkerStats::elements).sum();
  }

  private long workNanos() {
    return workers.stream().mapToLong(worker -> worker.work().toNanos()).sum();
  }

  private long codecNanos() {
    return workers.stream()
        .mapToLong(worker -> worker.codec().plus(worker.remoteCodec()).toNanos())
        .sum();
  }

  List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (WorkerStats worker : workers) {
      String process = worker.pid() < 0 ? "no process" : "process " + worker.pid();
      String memory =
          worker.memoryBytes() == 0
              ? ""
              : ", memory " + Words.number(worker.memoryBytes() >> 20) + " MiB";
      lines.add(
          "worker %d: %s, %s, restarts %s%s"
              .formatted(
                  worker.number(),
                  process,
                  Words.count(worker.elements(), "element"),
                  Words.number(worker.restarts()),
                  memory));
    }
    long elements = elements();
    if (elements > 0 && workNanos() > 0) {
      long work = workNanos() / elements;
      lines.add(
          "price: work %s ns an element, encoding and decoding %s ns"
              .formatted(Words.number(work), Words.number(codecNanos() / elements)));
      if (elements >= ENOUGH_ELEMENTS && work < WORTH_IT_NANOS) {
        lines.add(
            "advice: less than a microsecond of work an element does not pay for the way to another process; leave forked out unless you want the isolation");
      }
    }
    return lines;
  }

  List<Map<String, @Nullable Object>> json() {
    List<Map<String, @Nullable Object>> all = new ArrayList<>();
    for (WorkerStats worker : workers) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      object.put("number", worker.number());
      object.put("pid", worker.pid());
      object.put("elements", worker.elements());
      object.put("restarts", worker.restarts());
      object.put("workMicros", worker.work().toNanos() / 1_000);
      object.put("codecMicros", worker.codec().toNanos() / 1_000);
      object.put("remoteCodecMicros", worker.remoteCodec().toNanos() / 1_000);
      object.put("memoryBytes", worker.memoryBytes());
      all.add(object);
    }
    return all;
  }
}
