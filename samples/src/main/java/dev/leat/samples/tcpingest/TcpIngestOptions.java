package dev.leat.samples.tcpingest;

import java.nio.file.Path;
import java.time.Duration;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options of the sample. */
final class TcpIngestOptions {

  @Option(
      names = "--host",
      paramLabel = "ADDRESS",
      defaultValue = "127.0.0.1",
      description = "The address to listen on. Default: ${DEFAULT-VALUE}")
  private String host = "";

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "0",
      description = "The port to listen on; 0, the default, takes one that is free.")
  private int port;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "./leat-out/tcp-ingest",
      description = "The folder for the results. Default: ${DEFAULT-VALUE}")
  private Path output = Path.of("");

  @Option(
      names = "--max-line",
      paramLabel = "BYTES",
      defaultValue = "1048576",
      description = "The longest line, without its end. Default: ${DEFAULT-VALUE}")
  private int maxLine;

  @Option(
      names = "--max-connections",
      paramLabel = "N",
      description =
          "The most connections at once. Default: 10000, or half the descriptors allowed if that is less")
  private @Nullable Integer maxConnections;

  @Option(
      names = "--idle-timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "End connections that send nothing for so long. Default: ${DEFAULT-VALUE}")
  private int idleTimeout;

  @Option(
      names = "--roll-size",
      paramLabel = "BYTES",
      defaultValue = "268435456",
      description = "Begin another part when one has this size. Default: ${DEFAULT-VALUE}")
  private long rollSize;

  @Option(
      names = "--disk-full",
      paramLabel = "hold|fail",
      defaultValue = "hold",
      description =
          "When the disk is full, hold the peers back until there is room, or fail. Default: ${DEFAULT-VALUE}")
  private DiskFull diskFull = DiskFull.HOLD;

  @Option(names = "--json", description = "Print the summary as one JSON object on one line.")
  private boolean json;

  /**
   * Checks the numbers.
   *
   * @throws ParameterException if one is out of its range; the message names the option
   */
  void check(@Nullable CommandSpec spec) {
    try {
      check();
    } catch (IllegalArgumentException e) {
      if (spec == null) {
        throw e;
      }
      throw new ParameterException(spec.commandLine(), e.getMessage(), e);
    }
  }

  private void check() {
    inRange("--port", port, 0, 65_535);
    inRange("--max-line", maxLine, 1, 1 << 30);
    inRange("--max-connections", maxConnections().orElse(1), 1, 1_000_000);
    inRange("--idle-timeout", idleTimeout, 1, Integer.MAX_VALUE);
    inRange("--roll-size", rollSize, 1, Long.MAX_VALUE);
  }

  private static void inRange(String option, long value, long least, long most) {
    if (value < least || value > most) {
      throw new IllegalArgumentException(
          "%s must be from %d to %d, not %d".formatted(option, least, most, value));
    }
  }

  String host() {
    return host;
  }

  int port() {
    return port;
  }

  Path output() {
    return output;
  }

  int maxLine() {
    return maxLine;
  }

  /** Empty for the default. */
  OptionalInt maxConnections() {
    return maxConnections == null ? OptionalInt.empty() : OptionalInt.of(maxConnections);
  }

  Duration idleTimeout() {
    return Duration.ofSeconds(idleTimeout);
  }

  long rollSize() {
    return rollSize;
  }

  DiskFull diskFull() {
    return diskFull;
  }

  boolean json() {
    return json;
  }
}
