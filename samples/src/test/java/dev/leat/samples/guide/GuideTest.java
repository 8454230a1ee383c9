package dev.leat.samples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every Java block of the guide is compiled and run: it stands in the test class that is named
 * after its page, between {@code // guide} and {@code // end}.
 */
class GuideTest {

  private static final Path GUIDE = Path.of("..", "docs", "guide");
  private static final Path TESTS = Path.of("src/test/java/dev/leat/samples/guide");

  private static final Pattern BLOCK =
      Pattern.compile("^```java\\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern REGION =
      Pattern.compile("^ *// guide\\n(.*?)^ *// end$", Pattern.DOTALL | Pattern.MULTILINE);
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern HEADING = Pattern.compile("^#+ (.*)$", Pattern.MULTILINE);

  static Stream<Path> pages() throws IOException {
    try (Stream<Path> files = Files.list(GUIDE)) {
      return files.filter(file -> file.toString().endsWith(".md")).sorted().toList().stream();
    }
  }

  static Stream<Path> pagesWithCode() throws IOException {
    return pages().filter(page -> !page.endsWith("README.md") || read(page).contains("```java"));
  }

  @Test
  void shouldHavePages() throws IOException {
    assertThat(pages()).hasSizeGreaterThan(10);
    assertThat(pagesWithCode().flatMap(page -> found(BLOCK, page))).hasSizeGreaterThan(40);
  }

  @ParameterizedTest
  @MethodSource("pagesWithCode")
  void shouldShowTheCodeThatIsTested(Path page) {
    Path test = TESTS.resolve(testOf(page));

    assertThat(test).exists();
    assertThat(blocks(BLOCK, page))
        .as("the Java blocks of %s against the regions of %s", page, test)
        .containsExactlyElementsOf(blocks(REGION, test));
  }

  @ParameterizedTest
  @MethodSource("pages")
  void shouldLinkToWhatExists(Path page) {
    for (String link : found(LINK, page).filter(link -> !link.contains("://")).toList()) {
      String[] parts = link.split("#", 2);
      Path target = parts[0].isEmpty() ? page : page.resolveSibling(parts[0]);

      assertThat(target).as("target of the link %s in %s", link, page).exists();
      if (parts.length == 2) {
        assertThat(anchors(target)).as("anchors of %s", target).contains(parts[1]);
      }
    }
  }

  @Test
  void shouldListEveryPageInItsIndex() throws IOException {
    List<String> links = found(LINK, GUIDE.resolve("README.md")).toList();

    for (Path page : pages().filter(file -> !file.endsWith("README.md")).toList()) {
      assertThat(links).contains(page.getFileName().toString());
    }
  }

  /** {@code getting-started.md} is tested by {@code GettingStartedTest.java}. */
  private static String testOf(Path page) {
    String[] words = page.getFileName().toString().replace(".md", "").split("-");
    return Arrays.stream(words)
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining())
        + "Test.java";
  }

  private static List<String> blocks(Pattern pattern, Path file) {
    return found(pattern, file).map(code -> code.stripTrailing().stripIndent()).toList();
  }

  private static Stream<String> found(Pattern pattern, Path file) {
    List<String> found = new ArrayList<>();
    for (MatchResult match : pattern.matcher(read(file)).results().toList()) {
      found.add(match.group(1));
    }
    return found.stream();
  }

  /** The names that GitHub gives to the headings of a page. */
  private static List<String> anchors(Path page) {
    return found(HEADING, page)
        .map(heading ->
            heading.toLowerCase(Locale.ROOT).replaceAll("[^\\p{Alnum} _-]", "").replace(' ', '-'))
        .toList();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
