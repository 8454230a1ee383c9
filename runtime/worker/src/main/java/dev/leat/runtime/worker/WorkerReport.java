package dev.leat.runtime.worker;

import dev.leat.pipeline.WorkerStats;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the figures of a worker for users. */
final class WorkerReport {

  private static final long PAGE = 4_096;

  private WorkerReport() {}

  /** The figures of a place; worker is null while nobody has it. */
  static WorkerStats of(
      String stage, int number, int restarts, WorkerFigures figures, @Nullable Worker worker) {
    if (worker != null) {
      worker.noteMemory();
    }
    return new WorkerStats(
        stage,
        number,
        worker == null ? -1 : worker.pid(),
        figures.elements.sum(),
        restarts,
        Duration.ofNanos(figures.workNanos.sum()),
        Duration.ofNanos(figures.encodeNanos.sum() + figures.decodeNanos.sum()),
        Duration.ofNanos(figures.remoteCodecNanos.sum()),
        Duration.ofNanos(figures.transportNanos.sum() / Math.max(1, figures.transported.sum())),
        figures.memoryBytes);
  }

  /** The resident memory of a process, where the system tells; 0 otherwise. */
  static long memory(long pid) {
    try {
      String[] pages =
          Files.readString(Path.of("/proc", Long.toString(pid), "statm")).split(" ", -1);
      return Long.parseLong(pages[1]) * PAGE;
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }
}
