package dev.leat.pipeline;

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

/** Every example in the docs stands in a class of the tests whose name ends in Examples. */
class SnippetsTest {

  private static final Path MAIN = Path.of("src/main/java/dev/leat/pipeline");
  private static final Path TESTS = Path.of("src/test/java/dev/leat/pipeline");

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
          .as("an Examples class of the tests holds the code%n%s", snippet)
          .isTrue();
    }
  }

  @Test
  void shouldFindEveryExample() throws IOException {
    List<Path> files = documentedTypes().toList();

    assertThat(files).hasSizeGreaterThan(60);
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

  private static String compiledExamples() throws IOException {
    StringBuilder all = new StringBuilder();
    javaFiles(TESTS)
        .filter(file -> file.toString().endsWith("Examples.java"))
        .forEach(file -> all.append(withoutLayout(read(file))));
    return all.toString();
  }

  /** Formatters break lines as they like, and nested classes need a word more. */
  private static String withoutLayout(String code) {
    return code.replace("static final class", "final class").replaceAll("\\s+", "");
  }

  private static int count(String text, String part) {
    return text.split(Pattern.quote(part), -1).length - 1;
  }

  private static Stream<Path> javaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
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
