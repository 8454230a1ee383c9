package dev.leat.runtime.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX) // elsewhere nothing says what has become of an owner
class PrivateFilesTest {

  private static final PrivateFiles FILES = PrivateFiles.ofThisMachine();
  private static final String PID = Long.toString(ProcessHandle.current().pid(), 36);

  @TempDir Path temp;

  private Path own;

  @BeforeEach
  void make() throws IOException {
    own = FILES.createFolder(temp, "test");
  }

  /** The name of our own folder, as if another process had made it. */
  private Path ofOwner(String pid, String start) {
    String[] parts = own.getFileName().toString().split("-", -1);
    return temp.resolve(
        String.join("-", parts[0], parts[1], parts[2], pid, start, "number" + pid + start));
  }

  private static String endedProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    assertThat(process.waitFor()).isZero();
    return Long.toString(process.pid(), 36);
  }

  @Test
  void shouldDeleteTheFolderOfAProcessThatHasEnded() throws Exception {
    Path old = Files.createDirectory(ofOwner(endedProcess(), "5"));
    Files.writeString(old.resolve("0"), "data");

    FILES.deleteLeftBehind(temp);

    assertThat(old).doesNotExist();
  }

  @Test
  void shouldDeleteTheFileOfAProcessWhoseNumberHasAnotherOneNow() throws IOException {
    Path old = Files.createFile(ofOwner(PID, "5"));

    FILES.deleteLeftBehind(temp);

    assertThat(old).doesNotExist();
  }

  @Test
  void shouldLeaveWhatBelongsToAProcessThatRuns() throws IOException {
    Path file = Files.createFile(own.resolve("0"));

    FILES.deleteLeftBehind(temp);

    assertThat(file).exists();
  }

  @Test
  void shouldLeaveWhatHasOwnersThatAreNotKnownHere() throws Exception {
    String pid = endedProcess();
    Path other =
        Files.createDirectory(temp.resolve("leat-test-othersystem-%s-5-number".formatted(pid)));
    Path usual = Files.createDirectory(temp.resolve("leat-worker-1234"));
    Path unreadable =
        Files.createDirectory(ofOwner(pid, "5").resolveSibling("leat-a-b-no_number-d-e"));

    FILES.deleteLeftBehind(temp);

    assertThat(other).exists();
    assertThat(usual).exists();
    assertThat(unreadable).exists();
  }

  @Test
  void shouldFollowNoLink() throws Exception {
    Path elsewhere = Files.createDirectory(temp.resolve("elsewhere"));
    Path kept = Files.writeString(elsewhere.resolve("kept"), "data");
    String pid = endedProcess();
    Path link = Files.createSymbolicLink(ofOwner(pid, "5"), elsewhere);
    Path old = Files.createDirectory(ofOwner(pid, "6"));
    Files.createSymbolicLink(old.resolve("0"), kept);
    Files.createSymbolicLink(old.resolve("1"), elsewhere);

    FILES.deleteLeftBehind(temp);

    assertThat(kept).exists();
    assertThat(Files.exists(link, LinkOption.NOFOLLOW_LINKS)).isFalse();
    assertThat(old).doesNotExist();
  }

  @Test
  void shouldLeaveWhatItCannotDelete() throws Exception {
    Path old = Files.createDirectory(ofOwner(endedProcess(), "5"));
    Path nested = Files.createDirectories(old.resolve("a/b"));

    FILES.deleteLeftBehind(temp);
    FILES.deleteLeftBehind(temp.resolve("not there"));

    assertThat(nested).exists();
  }

  @Test
  void shouldDeleteNothingWhereNothingIsKnownOfProcesses() throws Exception {
    Path old = Files.createDirectory(ofOwner(endedProcess(), "5"));

    new PrivateFiles(temp.resolve("no-proc")).deleteLeftBehind(temp);

    assertThat(old).exists();
  }
}
