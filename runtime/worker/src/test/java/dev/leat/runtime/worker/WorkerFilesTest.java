package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class WorkerFilesTest {

  @TempDir Path temp;

  private long left() throws IOException {
    try (Stream<Path> files = Files.list(temp)) {
      return files.count();
    }
  }

  @Test
  void shouldLetOnlyThisUserIn() throws IOException {
    try (WorkerFiles files = WorkerFiles.create(new WorkerFiles.Places(temp, temp))) {
      Path folder = files.socket().resolveSibling("");

      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder)))
          .isEqualTo("rwx------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files.progress())))
          .isEqualTo("rw-------");
    }
    assertThat(left()).isZero();
  }

  @Test
  void shouldKeepTheProgressWordBesideTheSocketWhereMemoryFilesCannotBeMade() throws IOException {
    try (WorkerFiles files = WorkerFiles.create(new WorkerFiles.Places(temp, Path.of("/proc")))) {
      assertThat(files.progress()).isEqualTo(files.socket().resolveSibling("progress"));
      assertThat(files.word()).isZero();
    }
    assertThat(left()).isZero();
  }

  @Test
  void shouldSayWhatToDoWhenThereIsNoPlaceForFiles() {
    assertThatThrownBy(
            () -> WorkerFiles.create(new WorkerFiles.Places(Path.of("/proc"), Path.of("/proc"))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/proc")
        .hasMessageContaining("java.io.tmpdir");
  }

  @Test
  void shouldSayThatThePathOfTheSocketIsTooLong() throws IOException {
    Path deep = Files.createDirectories(temp.resolve("x".repeat(60)).resolve("y".repeat(60)));

    assertThatThrownBy(() -> WorkerFiles.create(new WorkerFiles.Places(deep, temp)))
        .hasMessageContaining("shorter folder");
    try (Stream<Path> files = Files.list(deep)) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  @DisabledOnOs(value = OS.WINDOWS, disabledReason = "has no ulimit")
  void shouldSayThatTheDiskIsFullAndLeaveNothing() throws Exception {
    Process child =
        new ProcessBuilder(
                "bash",
                "-c",
                "ulimit -f 0; exec \"$@\"",
                "bash",
                ProcessHandle.current().info().command().orElseThrow(),
                "-XX:-UsePerfData",
                "-cp",
                System.getProperty("java.class.path"),
                OnAFullDisk.class.getName(),
                temp.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();

    String message = new String(child.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(child.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(message)
        .startsWith("cannot make the files that workers need in " + temp)
        .contains("make room there");
    assertThat(left()).isZero();
  }

  /** May create files, but not write any. */
  static final class OnAFullDisk {

    private OnAFullDisk() {}

    public static void main(String[] args) {
      Path folder = Path.of(args[0]);
      try (WorkerFiles files = WorkerFiles.create(new WorkerFiles.Places(folder, folder))) {
        System.out.print("made " + files.socket());
      } catch (IOException e) {
        System.out.print(e.getMessage());
      }
    }
  }

  @Test
  void shouldRememberTheWordThatWasWrittenIntoItsMapping() throws Exception {
    try (WorkerFiles files = WorkerFiles.create(new WorkerFiles.Places(temp, temp))) {
      ProgressWriter writer = ProgressWriter.open(files.progress());
      writer.write(ProgressFile.word(1, 2));
      while (!writer.map()) {
        assertThat(files.word()).isEqualTo(ProgressFile.word(1, 2));
        TimeUnit.MILLISECONDS.sleep(1);
      }

      writer.write(ProgressFile.word(3, 4));

      assertThat(files.word()).isEqualTo(ProgressFile.word(3, 4));
    }
  }

  @Test
  void shouldRememberTheWord() throws IOException {
    try (WorkerFiles files = WorkerFiles.create(new WorkerFiles.Places(temp, temp))) {
      ProgressWriter.open(files.progress()).write(ProgressFile.word(12, 34));

      assertThat(ProgressFile.number(files.word())).isEqualTo(12);
      assertThat(ProgressFile.index(files.word())).isEqualTo(34);
      assertThat(ProgressFile.index(ProgressFile.word(5, -1))).isEqualTo(-1);
    }
  }
}
