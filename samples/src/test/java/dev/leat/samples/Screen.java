package dev.leat.samples;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A terminal of a certain size in which a command runs, and what a person sees on it. It is a tmux
 * server of its own, which ends when it is closed, and by itself a minute after its command.
 */
public final class Screen implements AutoCloseable {

  private static final String SCRIPT = "\"$@\"; echo \"exit code $?\"; read -r -t 60";

  private final Path folder;
  private final int rows;

  private Screen(Path folder, int rows) {
    this.folder = folder;
    this.rows = rows;
  }

  /**
   * Runs a command.
   *
   * @param folder where it runs; tmux keeps its socket there too, so one folder is one screen
   * @param environment variables that are added
   */
  public static Screen open(
      Path folder, int columns, int rows, Map<String, String> environment, List<String> command)
      throws Exception {
    List<String> arguments = new ArrayList<>(List.of("-f", "/dev/null", "new-session", "-d"));
    arguments.addAll(List.of("-x", Integer.toString(columns), "-y", Integer.toString(rows)));
    arguments.addAll(List.of("-c", folder.toString(), "env"));
    environment.forEach((name, value) -> arguments.add(name + "=" + value));
    arguments.addAll(List.of("bash", "--norc", "-c", SCRIPT, "bash"));
    arguments.addAll(command);
    Screen screen = new Screen(folder, rows);
    screen.tmux(arguments.toArray(String[]::new));
    return screen;
  }

  /** The rows that are visible, without spaces at their end and without empty ones at the end. */
  public List<String> visible() throws Exception {
    return lines(tmux("capture-pane", "-p"));
  }

  /** The rows that are visible, and before them those that have left the screen. */
  public List<String> all() throws Exception {
    return lines(tmux("capture-pane", "-p", "-S", "-"));
  }

  /** The same as {@link #all}, but a line that took several rows is one. */
  public List<String> unwrapped() throws Exception {
    return lines(tmux("capture-pane", "-p", "-J", "-S", "-"));
  }

  /** Waits until all rows together are as expected, and returns them. */
  public List<String> await(Predicate<String> expected) throws Exception {
    List<List<String>> last = new ArrayList<>(List.of(List.of()));
    try {
      Waiting.until(() -> expected.test(String.join("\n", last.set(0, all()))));
    } catch (AssertionError e) {
      throw new AssertionError(e.getMessage() + ":\n" + String.join("\n", last.getFirst()), e);
    }
    return all();
  }

  /** Waits for the end of the command. */
  public List<String> awaitExit(int code) throws Exception {
    return await(text -> text.contains("\nexit code " + code));
  }

  /** Whether the terminal shows its cursor and breaks long lines, as terminals usually do. */
  public boolean isNormal() throws Exception {
    return tmux("display-message", "-p", "#{cursor_flag} #{wrap_flag}").strip().equals("1 1");
  }

  /** Presses a key, such as {@code C-c}. */
  public void press(String key) throws Exception {
    tmux("send-keys", key);
  }

  /** Changes the number of columns. */
  public void resize(int columns) throws Exception {
    tmux("resize-window", "-x", Integer.toString(columns), "-y", Integer.toString(rows));
  }

  private static List<String> lines(String text) {
    return text.stripTrailing().lines().map(String::stripTrailing).toList();
  }

  private String tmux(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("tmux", "-u", "-S", folder + "/tmux"));
    command.addAll(List.of(arguments));
    Path said = Files.createTempFile(folder, "tmux", ".out");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().remove("TMUX");
    Process process = builder.redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        throw new IOException("tmux does not answer: " + command);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(command + " was interrupted", e);
    } finally {
      process.destroyForcibly();
    }
    String text = Files.readString(said, StandardCharsets.UTF_8);
    Files.delete(said);
    if (process.exitValue() != 0) {
      throw new IOException(command + " failed: " + text);
    }
    return text;
  }

  @Override
  public void close() throws IOException {
    tmux("kill-server");
  }
}
