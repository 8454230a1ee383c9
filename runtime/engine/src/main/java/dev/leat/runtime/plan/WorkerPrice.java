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

  static WorkerPrice of(String stage, JobStats stats) {
    return new WorkerPrice(
        stats.workers().stream().filter(worker -> worker.stage().equals(stage)).toList());
  }

  long elements() {
    return workers.stream().mapToLong(WorkerStats::elements).sum();
  }

  /** The work of all elements, in nanoseconds; 0 if that is not known. */
  long workNanos() {
    return workers.stream().mapToLong(worker -> worker.work().toNanos()).sum();
  }

  private long codecNanos() {
    return workers.stream()
        .mapToLong(worker -> worker.codec().plus(worker.remoteCodec()).toNanos())
        .sum();
  }

  /** The work of an element, in nanoseconds; 0 if that is not known. */
  long workEach() {
    return elements() == 0 ? 0 : workNanos() / elements();
  }

  /** What it takes to encode and decode it, there and back, in nanoseconds. */
  long codecEach() {
    return elements() == 0 ? 0 : codecNanos() / elements();
  }

  /** What the way there and back takes for an element, in nanoseconds. */
  private long transportEach() {
    long nanos =
        workers.stream()
            .mapToLong(worker -> worker.transport().toNanos() * worker.elements())
            .sum();
    return elements() == 0 ? 0 : nanos / elements();
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
    if (workEach() > 0) {
      lines.add(
          "price: work %s ns an element, encoding and decoding %s ns, transport %s ns"
              .formatted(
                  Words.number(workEach()),
                  Words.number(codecEach()),
                  Words.number(transportEach())));
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
      object.put("transportNanos", worker.transport().toNanos());
      object.put("memoryBytes", worker.memoryBytes());
      all.add(object);
    }
    return all;
  }
}
