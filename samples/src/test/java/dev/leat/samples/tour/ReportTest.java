package dev.leat.samples.tour;

import static dev.leat.samples.tour.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

/** The page and the text. */
class ReportTest {

  private static final Pattern SVG = Pattern.compile("<svg.*?</svg>", Pattern.DOTALL);

  private final Tour tour = Rows.tour(rows());

  /** All models but one, whose process failed. */
  private static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Workload workload : Workload.values()) {
      Stream.of(Model.values())
          .filter(model -> model != Model.FORKED_JVMS)
          .forEach(model -> rows.add(row(workload, model, 100, 90)));
      rows.add(Rows.missing(workload, Model.FORKED_JVMS, "the process said: \"<no>\""));
    }
    return rows;
  }

  @Test
  void shouldFillThePageAndNeedNothingElse() {
    String page = new HtmlReport(tour).page();

    assertThat(page)
        .doesNotContain("<!--")
        .doesNotContain("src=", "href=", "@import", "url(")
        .contains("Linux &lt;amd64&gt;", "Not measured: the process said: &quot;&lt;no&gt;&quot;")
        .contains("Concurrent is not parallel", "1:15 min");
    assertThat(page.split("what the figures say", -1)).hasSize(3);
  }

  @Test
  void shouldDrawABarForEachFigureThatWasMeasured() throws Exception {
    List<String> drawings =
        SVG.matcher(new HtmlReport(tour).page()).results().map(MatchResult::group).toList();

    assertThat(drawings).hasSize(3);
    for (String drawing : drawings.subList(0, 2)) {
      assertThat(parse(drawing).getElementsByTagName("rect").getLength())
          .isEqualTo(5 * (Model.values().length - 1));
    }
    int keys = Costs.SIZES.size();
    assertThat(parse(drawings.get(2)).getElementsByTagName("circle").getLength())
        .isEqualTo(keys + 2);
  }

  private static Document parse(String drawing) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(drawing.getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void shouldFitATerminalOfEightyColumns() {
    String text = new TextReport(tour).text();

    assertThat(text.lines()).allMatch(line -> line.length() < 80);
    assertThat(text)
        .contains("The job that waits: 1,000 calls of a service that answers after 10 ms")
        .containsPattern("(?m)^plain loop +1 +0.10 s +0.09 s +1.00 +1,234\\+56 78.0 MB$")
        .containsPattern("(?m)^forked JVMs +2 +- +- +- +- +-$")
        .containsPattern("(?m)^a call in the same thread +2.5 +- +- +-$")
        .containsPattern("(?m)^to a worker JVM and back +123 +- +- +-$");
  }

  @Test
  void shouldShowWhatTheSystemDoesNotTell() {
    Row row = row(Workload.WAITING, Model.LOOP, 100, 10);
    Lap.Result unknown =
        new Lap.Result(
            Duration.ofMillis(100),
            new dev.leat.samples.ProcessTree.Usage(Duration.ofMillis(10), -1, -1, -1),
            1,
            0);
    Row elsewhere = new Row(row.workload(), row.model(), row.elements(), 1, unknown, null);

    assertThat(Cells.of(elsewhere, List.of(elsewhere)))
        .containsExactly("plain loop", "1", "0.10 s", "0.01 s", "1.00", "-", "-");
    assertThat(new HtmlReport(Rows.tour(List.of(elsewhere))).page()).contains("<svg");
  }
}
