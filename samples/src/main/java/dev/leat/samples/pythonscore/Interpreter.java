package dev.leat.samples.pythonscore;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A Python interpreter that was tried.
 *
 * @param program its path: what was named may be a script that starts it, which takes longer than
 *     it does itself
 * @param version its version, such as {@code 3.11.7}
 */
public record Interpreter(String program, String version) {

  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final int MAJOR = 3;
  private static final int MINOR = 8;
  private static final Pattern VERSION = Pattern.compile("(\\d+)\\.(\\d+)\\.\\S+");

  /**
   * Starts an interpreter to see whether it is there and new enough.
   *
   * @throws IOException if it is not; the message says what to do
   */
  public static Interpreter find(String program) throws IOException, InterruptedException {
    String all = versionOf(program).strip();
    String said = all.lines().findFirst().orElse("");
    Matcher version = VERSION.matcher(said);
    if (!version.matches()) {
      throw new IOException(
          "'%s' does not work as a Python interpreter: asked for its version it said '%s'; name another with --interpreter"
              .formatted(program, all.lines().reduce("", (before, last) -> last)));
    }
    int major = Integer.parseInt(version.group(1));
    int minor = Integer.parseInt(version.group(2));
    if (major < MAJOR || (major == MAJOR && minor < MINOR)) {
      throw new IOException(
          "Python 3.8 or newer is needed, and '%s' is %s; install a newer one, or name it with --interpreter"
              .formatted(program, said));
    }
    String path = all.lines().skip(1).findFirst().orElse("");
    return new Interpreter(path.isEmpty() ? program : path, said);
  }

  private static String versionOf(String program) throws IOException, InterruptedException {
    Process process;
    try {
      process =
          new ProcessBuilder(
                  program,
                  "-c",
                  "import sys; print(sys.version.split()[0]); print(sys.executable or '')")
              .redirectErrorStream(true)
              .start();
    } catch (IOException e) {
      throw new IOException(
          "Python 3.8 or newer is needed, and '%s' cannot be started (%s); install it, or name another interpreter with --interpreter"
              .formatted(program, String.valueOf(e.getMessage()).replaceFirst(".*: ", "")),
          e);
    }
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        throw new IOException(
            "'%s' did not tell its version within %d s; name another interpreter with --interpreter"
                .formatted(program, LIMIT.toSeconds()));
      }
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } finally {
      process.destroyForcibly();
    }
  }
}
