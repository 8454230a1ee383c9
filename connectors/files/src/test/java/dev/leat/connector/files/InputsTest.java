package dev.leat.connector.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class InputsTest {

  @TempDir private Path folder;

  @BeforeEach
  void makeFiles() throws IOException {
    Files.createDirectories(folder.resolve("sub/deep"));
    Files.createDirectories(folder.resolve("none"));
    for (String name :
        List.of("b.log", "a.log", "c.txt", ".hidden.log", "sub/d.log", "sub/deep/e.log")) {
      Files.writeString(folder.resolve(name), name + "\n");
    }
    Files.createSymbolicLink(folder.resolve("link.log"), folder.resolve("a.log"));
    Files.createSymbolicLink(folder.resolve("dangling.log"), folder.resolve("nowhere"));
  }

  @Test
  void shouldListAFolderByNameWithoutHiddenFilesAndSubFolders() throws Exception {
    assertThat(names(Inputs.directory(folder)))
        .containsExactly("a.log", "b.log", "c.txt", "link.log");
  }

  @Test
  void shouldMatchAPatternInOneFolder() throws Exception {
    assertThat(names(glob("*.log"))).containsExactly("a.log", "b.log", "link.log");
    assertThat(names(glob("[bc].{log,txt}"))).containsExactly("b.log", "c.txt");
    assertThat(names(glob("s?b/*.log"))).containsExactly("sub/d.log");
    assertThat(names(glob("a.log"))).containsExactly("a.log");
  }

  @Test
  void shouldMatchAPatternInAllFolders() throws Exception {
    assertThat(names(glob("**.log")))
        .containsExactly("a.log", "b.log", "link.log", "sub/d.log", "sub/deep/e.log");
  }

  @Test
  void shouldMatchHiddenFilesOnlyIfTheDotIsSpelledOut() throws Exception {
    assertThat(names(glob(".*.log"))).containsExactly(".hidden.log");
  }

  @Test
  void shouldUnderstandArgumentsOfACommandLine() throws Exception {
    assertThat(Inputs.of("-").describe()).isEqualTo("stdin");
    assertThat(names(Inputs.of(folder.toString()))).contains("a.log").hasSize(4);
    assertThat(names(Inputs.of(folder + "/a.log"))).containsExactly("a.log");
    assertThat(names(Inputs.of(folder + "/?.log"))).containsExactly("a.log", "b.log");
    Files.writeString(folder.resolve("[x].log"), "");
    assertThat(names(Inputs.of(folder + "/[x].log"))).containsExactly("[x].log");
  }

  @Test
  void shouldRefuseAnEmptyArgument() {
    assertThatThrownBy(() -> Inputs.of("")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void shouldReadFilesOfTheKernelWhoseSizeIsUnknown() throws Exception {
    Path file = Path.of("/proc/self/status");

    assertThat(LaneDriver.read(FileSource.lines(file)).values())
        .anyMatch(line -> line.startsWith("Pid:"));
  }

  @Test
  void shouldKeepTheOrderGiven() throws Exception {
    Inputs inputs = glob("[bc]*").and(Inputs.files(folder.resolve("a.log")));

    assertThat(names(inputs)).containsExactly("b.log", "c.txt", "a.log");
  }

  @Test
  void shouldSayThatAFolderHasNoFiles() {
    assertThatThrownBy(() -> Inputs.directory(folder.resolve("none")).paths())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing to read in '" + folder.resolve("none"));
  }

  @Test
  void shouldSayThatAFolderIsMissingOrNone() {
    assertThatThrownBy(() -> Inputs.directory(folder.resolve("gone")).paths())
        .hasMessageContaining("there is no such folder");
    assertThatThrownBy(() -> Inputs.directory(folder.resolve("a.log")).paths())
        .hasMessageContaining("it is not a folder");
  }

  @Test
  void shouldSayThatAPatternMatchesNothing() {
    assertThatThrownBy(() -> glob("*.none").paths())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no file matches '");
    assertThatThrownBy(() -> glob("gone/*").paths()).hasMessageContaining("there is no folder");
    assertThatThrownBy(() -> Inputs.glob("[")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldRefuseAnEmptyList() {
    assertThatThrownBy(() -> Inputs.files(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void shouldSayThatAFileIsMissingBeforeAnythingIsRead() {
    Path gone = folder.resolve("gone.log");
    Inputs inputs = Inputs.files(folder.resolve("a.log"), gone);

    assertThatThrownBy(() -> LaneDriver.lanes(FileSource.lines(inputs)))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot read '%s': there is no such file".formatted(gone));
  }

  @Test
  void shouldSayThatAFolderIsNoFile() {
    assertThatThrownBy(() -> LaneDriver.lanes(FileSource.lines(folder)))
        .hasMessageContaining("it is a folder; use Inputs.directory");
  }

  @Test
  void shouldSayThatAFileIsNotWhatItsNameSays() throws Exception {
    Path plain = Files.writeString(folder.resolve("plain.gz"), "text\n");
    Path empty = Files.writeString(folder.resolve("empty.zst"), "");

    assertThatThrownBy(() -> LaneDriver.lanes(FileSource.lines(plain)))
        .hasMessageContaining("named like a GZIP file but does not begin like one");
    assertThatThrownBy(() -> LaneDriver.lanes(FileSource.lines(empty)))
        .hasMessageContaining("named like a ZSTD file but is empty");
    assertThat(
            LaneDriver.read(FileSource.lines(plain, o -> o.compression(Compression.NONE))).values())
        .containsExactly("text");
  }

  @Test
  void shouldRefuseToReadStdinTwice() {
    Inputs twice = Inputs.stdin().and(Inputs.stdin());

    assertThatThrownBy(() -> LaneDriver.lanes(FileSource.lines(twice)))
        .hasMessageContaining("stdin is named twice");
  }

  private Inputs glob(String pattern) {
    return Inputs.glob(folder + "/" + pattern);
  }

  private List<String> names(Inputs inputs) throws IOException {
    return inputs.paths().stream().map(path -> folder.relativize(path).toString()).toList();
  }
}
