package dev.leat.samples.accesslog;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the sample should find in inputs, computed in the plainest way with regular expressions. */
final class Oracle {

  private static final int MAX_LINE = 1 << 20;

  private static final Pattern LINE =
      Pattern.compile(
          "([^ ]+) ([^ ]+) ([^ ]+) "
              + "\\[([!-~]{2}/[!-~]{3}/[!-~]{4}(?::[!-~]{2}){3} [!-~]{5})\\] "
              + "\"((?:[^\"\\\\]|\\\\.)*+)\" ([1-9][0-9]{2}) ([0-9]{1,18}|-) "
              + "\"((?:[^\"\\\\]|\\\\.)*+)\" \"((?:[^\"\\\\]|\\\\.)*+)\"",
          Pattern.DOTALL);

  private static final Pattern REQUEST =
      Pattern.compile("([^ ]+) (.+) (HTTP/[^ ]+)", Pattern.DOTALL);

  final List<Place> rejected = new ArrayList<>();
  final List<Failure> errors = new ArrayList<>();
  final Map<Integer, Long> status = new TreeMap<>();
  final Map<String, Long> paths = new TreeMap<>();
  long parsed;
  long bytes;

  /** Where a line stands. */
  record Place(String file, long line, long offset) {}

  /** A server error. */
  record Failure(String ip, String path, int status) {}

  /** The fields of a line, eleven texts; empty if it is not in the combined log format. */
  static List<String> fields(String text) {
    Matcher line = LINE.matcher(text);
    if (!line.matches()) {
      return List.of();
    }
    Matcher request = REQUEST.matcher(line.group(5));
    if (!request.matches()) {
      return List.of();
    }
    long bytes = line.group(7).equals("-") ? 0 : Long.parseLong(line.group(7));
    return List.of(
        line.group(1),
        line.group(2),
        line.group(3),
        line.group(4),
        request.group(1),
        request.group(2),
        request.group(3),
        line.group(6),
        Long.toString(bytes),
        line.group(8),
        line.group(9));
  }

  /** Adds an input. */
  Oracle read(String file, byte[] content) {
    bytes += content.length;
    long number = 1;
    int from = 0;
    for (int i = 0; i <= content.length; i++) {
      if (i == content.length ? from < i : content[i] == '\n') {
        int end = i < content.length && i > from && content[i - 1] == '\r' ? i - 1 : i;
        line(new Place(file, number++, from), content, from, end);
        from = i + 1;
      }
    }
    return this;
  }

  long lines() {
    return parsed + rejected.size();
  }

  List<Map.Entry<String, Long>> topPaths() {
    return paths.entrySet().stream()
        .sorted(
            Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                .thenComparing(Map.Entry.comparingByKey()))
        .limit(10)
        .toList();
  }

  private void line(Place place, byte[] content, int from, int end) {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    line.write(content, from, end - from);
    List<String> fields =
        end - from > MAX_LINE ? List.of() : fields(line.toString(StandardCharsets.UTF_8));
    if (fields.isEmpty()) {
      rejected.add(place);
      return;
    }
    parsed++;
    int code = Integer.parseInt(fields.get(7));
    status.merge(code, 1L, Long::sum);
    paths.merge(fields.get(5), 1L, Long::sum);
    if (code >= 500) {
      errors.add(new Failure(fields.get(0), fields.get(5), code));
    }
  }
}
