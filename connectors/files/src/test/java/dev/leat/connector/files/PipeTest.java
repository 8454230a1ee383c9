package dev.leat.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import dev.leat.connector.files.LaneDriver.Collector;
import dev.leat.pipeline.connector.Block;
import dev.leat.pipeline.connector.Lane;
import dev.leat.pipeline.connector.LaneReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no named pipes in folders")
@Timeout(30)
class PipeTest {

  @TempDir private Path folder;

  private Path pipe = Path.of("");

  /** What the reading thread did: {@code line x}, {@code end}, or the name of an exception. */
  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();

  @BeforeEach
  void makePipe() throws Exception {
    pipe = folder.resolve("pipe");
    Process mkfifo = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(mkfifo.waitFor()).isZero();
  }

  @Test
  void shouldHandOutALoneLineAtOnce() throws Exception {
    Thread reader = startReading();
    try (OutputStream out = Files.newOutputStream(pipe)) {
      for (String line : List.of("one", "two")) {
        out.write((line + "\nunfinished ").getBytes(StandardCharsets.UTF_8));
        assertThat(nextEvent()).endsWith(line);
      }
    }

    assertThat(nextEvent()).isEqualTo("line unfinished ");
    assertThat(nextEvent()).isEqualTo("end");
    reader.join();
  }

  @Test
  void shouldUncompressAPipeWhileItIsOpen() throws Exception {
    Thread reader = startReading();
    try (OutputStream out = Files.newOutputStream(pipe)) {
      for (String line : List.of("one", "two")) {
        byte[] bytes = Compressed.gzip(line + "\n");
        out.write(bytes, 0, 1);
        out.flush();
        out.write(bytes, 1, bytes.length - 1);
        assertThat(nextEvent()).isEqualTo("line " + line);
      }
    }

    assertThat(nextEvent()).isEqualTo("end");
    reader.join();
  }

  @Test
  void shouldEndPromptlyWhenInterruptedWhileItWaitsForBytes() throws Exception {
    Thread reader = startReading();
    try (OutputStream out = Files.newOutputStream(pipe)) {
      out.write("one\n".getBytes(StandardCharsets.UTF_8));
      assertThat(nextEvent()).isEqualTo("line one");

      reader.interrupt();

      assertThat(nextEvent()).isEqualTo("ClosedByInterruptException");
      reader.join();
    }
  }

  @Test
  void shouldEndPromptlyWhenInterruptedWhileItWaitsForAWriter() throws Exception {
    Thread reader = startReading();
    awaitThread("leat-open-pipe", true);

    reader.interrupt();

    assertThat(nextEvent()).isEqualTo("InterruptedException");
    reader.join();
    awaitThread("leat-open-pipe", false);
  }

  @Test
  void shouldReadStandardInputOfAProcess() throws Exception {
    Process child = startChild();
    try (OutputStream in = child.getOutputStream()) {
      in.write("one\ntw".getBytes(StandardCharsets.UTF_8));
      in.flush();
      assertThat(child.inputReader().readLine()).isEqualTo("line one");
      in.write("o\nthree".getBytes(StandardCharsets.UTF_8));
    }

    assertThat(child.inputReader().lines()).containsExactly("line two", "line three", "end");
    assertThat(child.waitFor()).isZero();
  }

  @Test
  void shouldStopWaitingForStandardInputWhenInterrupted() throws Exception {
    Process child = startChild();
    try (OutputStream in = child.getOutputStream()) {
      in.write("interrupt\n".getBytes(StandardCharsets.UTF_8));
      in.flush();

      assertThat(child.inputReader().lines())
          .containsExactly("line interrupt", "ClosedByInterruptException");
      assertThat(child.waitFor()).isZero();
    } catch (IOException e) {
      // the child ended first, as it should
    }
  }

  private Thread startReading() throws Exception {
    Lane<String> lane = LaneDriver.lanes(FileSource.lines(pipe)).getFirst();
    return Thread.ofPlatform().daemon().start(() -> readAll(lane, events::add));
  }

  private String nextEvent() throws InterruptedException {
    return String.valueOf(events.poll(20, TimeUnit.SECONDS));
  }

  private static void awaitThread(String name, boolean there) {
    while (Thread.getAllStackTraces().keySet().stream()
            .anyMatch(thread -> thread.getName().equals(name))
        != there) {
      Thread.onSpinWait();
    }
  }

  private static Process startChild() throws IOException {
    return new ProcessBuilder(
            ProcessHandle.current().info().command().orElseThrow(),
            "-Xshare:auto",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static void readAll(Lane<String> lane, Consumer<String> events) {
    try {
      LaneReader<String> reader = lane.open();
      try {
        for (Block<String> block = reader.next(); block != null; block = reader.next()) {
          Collector<String> lines = new Collector<>(new Random(0), 0, 0, Long.MAX_VALUE);
          lines.readAll(block);
          lines.items.forEach(item -> events.accept("line " + item.value()));
        }
        events.accept("end");
      } finally {
        reader.close();
      }
    } catch (Exception e) {
      events.accept(e.getClass().getSimpleName());
    }
  }

  /**
   * A process that prints what it reads from its standard input, and stops at the line {@code
   * interrupt}.
   */
  static final class Child {

    private Child() {}

    public static void main(String[] arguments) throws Exception {
      Lane<String> lane = LaneDriver.lanes(FileSource.lines(Inputs.stdin())).getFirst();
      Thread reader = Thread.currentThread();
      readAll(
          lane,
          event -> {
            System.out.println(event);
            if (event.equals("line interrupt")) {
              interruptWhenItReads(reader);
            }
          });
    }

    private static void interruptWhenItReads(Thread reader) {
      Thread.ofPlatform()
          .daemon()
          .start(() -> {
            while (!isReading(reader)) {
              Thread.onSpinWait();
            }
            reader.interrupt();
          });
    }

    private static boolean isReading(Thread thread) {
      StackTraceElement[] stack = thread.getStackTrace();
      return stack.length > 0 && stack[0].getMethodName().startsWith("read0");
    }
  }
}
