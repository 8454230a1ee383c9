package dev.leat.runtime.benchmarks;

import dev.leat.samples.Leat;
import dev.leat.samples.accesslog.FuturesJob;
import dev.leat.samples.accesslog.ReactorChunks;
import dev.leat.samples.accesslog.ReactorLines;
import java.nio.file.Path;
import java.util.Locale;

/** A program that does the job {@code access-log}. */
enum Contender {
  /** The sample as a user runs it. */
  LEAT {
    @Override
    void run(Path input, Path output) {
      Leat.main(
          new String[] {
            "run",
            "access-log",
            "--json",
            "--no-progress",
            "--input",
            input.toString(),
            "--output",
            output.toString()
          });
    }
  },
  /** Project Reactor, an element for each line. */
  REACTOR {
    @Override
    void run(Path input, Path output) throws Exception {
      ReactorLines.main(new String[] {input.toString(), output.toString()});
    }
  },
  /** Project Reactor, an element for each chunk of lines. */
  REACTOR_CHUNKED {
    @Override
    void run(Path input, Path output) throws Exception {
      ReactorChunks.main(new String[] {input.toString(), output.toString()});
    }
  },
  /** Java streams over chunks of lines, and futures. */
  STREAMS {
    @Override
    void run(Path input, Path output) throws Exception {
      FuturesJob.main(new String[] {input.toString(), output.toString()});
    }
  };

  /** Does the job in this process, which it may end. */
  abstract void run(Path input, Path output) throws Exception;

  /** The name in reports. */
  String title() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
