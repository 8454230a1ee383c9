package dev.leat.connector.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every public type has an example in its docs, and every example stands in {@link FilesExamples}.
 */
class SnippetsTest {

  private static final Path MAIN = Path.of("src/main/java/dev/leat/connector/files");
  private static final Path EXAMPLES =
      Path.of("src/test/java/dev/leat/connector/files/FilesExamples.java");

  private static final Pattern SNIPPET =
      Pattern.compile("\\{@snippet :\\n(.*?)\\n *\\* }\\n *\\*(?:/| *\\n)", Pattern.DOTALL);

  private static final Pattern PUBLIC_TYPE =
      Pattern.compile("^public .*\\b(class|interface|record|enum) ", Pattern.MULTILINE);

  static Stream<Path> documentedTypes() throws IOException {
    return javaFiles(MAIN).filter(file -> PUBLIC_TYPE.matcher(read(file)).find());
  }

  @ParameterizedTest
  @MethodSource("documentedTypes")
  void shouldHaveExamplesThatAreCompiled(Path file) throws IOException {
    String compiled = compiledExamples();
    List<String> snippets = snippets(file);

    assertThat(snippets).as("examples in the docs of %s", file).isNotEmpty();
    for (String snippet : snippets) {
      assertThat(compiled.contains(snippet))
          .as("FilesExamples holds the code%n%s", snippet)
          .isTrue();
    }
  }

  @Test
  void shouldFindEveryExample() throws IOException {
    List<Path> files = documentedTypes().toList();

    assertThat(files).hasSizeGreaterThan(10);
    for (Path file : files) {
      assertThat(snippets(file)).as("%s", file).hasSize(count(read(file), "{@snippet"));
    }
  }

  private static List<String> snippets(Path file) {
    List<String> snippets = new ArrayList<>();
    for (MatchResult match : SNIPPET.matcher(read(file)).results().toList()) {
      snippets.add(withoutLayout(match.group(1).replaceAll("(?m)^ *\\* ?", "")));
    }
    return snippets;
  }

  private static String compiledExamples() {
    return withoutLayout(read(EXAMPLES));
  }

  /** Formatters break lines as they like, and nested classes need a word more. */
  private static String withoutLayout(String code) {
    return code.replace("static final class", "final class").replaceAll("\\s+", "");
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private static Stream<Path> javaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList().stream();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
