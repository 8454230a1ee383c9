package dev.leat.samples.tcpingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.leat.pipeline.bytes.Line;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

@Timeout(60)
class ObjectCheckTest {

  private static final JsonFactory JACKSON = JsonFactory.builder().build();
  private static final String SAMPLE =
      "{\"a\":[1,-0.5,2e+10,0E-1],\"b\":{\"\":null,\"c\":[]},\"\\u00e4\\n\":[true,false,{}], \"t\" : \"x y\\\\\" }";
  private static final String BYTES = " \t{}[]\",:\\0123456789.-+eEtrufalsn'/\u0001";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        " { } \r",
        "{\"a\":1}",
        "{\"a\":-0}",
        "{\"a\":1.5e-7,\"a\":[[],{}]}",
        "{\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\uD800\":\"ä\"}",
        SAMPLE
      })
  void shouldTakeObjects(String text) {
    assertThatCode(() -> ObjectCheck.check(Line.of(text))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{}]|not a JSON object",
        "``|not a JSON object",
        "\"{}\"|not a JSON object",
        "\uFEFF{}|not a JSON object",
        "{|malformed JSON: the object does not end",
        "{\"a\"|malformed JSON: the object does not end",
        "{\"a|malformed JSON: the object does not end",
        "{\"a\":tru|malformed JSON: the object does not end",
        "{\"a\":1]|malformed JSON: byte 7 is not ',' or '}'",
        "{\"a\":[1}|malformed JSON: byte 8 is not ',' or ']'",
        "{\"a\":1,}|malformed JSON: byte 8 is not a name in double quotes",
        "{\"a\":[1,]}|malformed JSON: byte 9 is not a value",
        "{'a':1}|malformed JSON: byte 2 is not a name in double quotes",
        "{\"a\" 1}|malformed JSON: byte 6 is not ':'",
        "{\"a\":01}|malformed JSON: byte 7 is not ',' or '}'",
        "{\"a\":1.}|malformed JSON: byte 8 is not a digit",
        "{\"a\":+1}|malformed JSON: byte 6 is not a value",
        "{\"a\":\"\\x\"}|malformed JSON: byte 8 is not one of \" \\ / b f n r t u after a backslash",
        "{\"a\":nul1}|malformed JSON: byte 9 is not 'null'",
        "{}{}|something follows the JSON object",
        "{} x|something follows the JSON object"
      })
  void shouldSayWhatIsWrongAndWhere(String text, String reason) {
    assertThatThrownBy(() -> ObjectCheck.check(Line.of(text)))
        .isInstanceOf(NotAnObjectException.class)
        .hasMessage(reason);
  }

  @Test
  void shouldTakeAnyDepthAndAnyLength() {
    int depth = 1_000_000;
    String deep = "{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}";
    String number = "{\"a\":" + "9".repeat(1_000_000) + "}";
    String name = "{\"" + "n".repeat(1_000_000) + "\":0}";

    for (String text : new String[] {deep, number, name}) {
      assertThatCode(() -> ObjectCheck.check(Line.of(text))).doesNotThrowAnyException();
    }
  }

  @Test
  void shouldNotTakeOtherEncodingsForUtf8() {
    assertThatThrownBy(() -> ObjectCheck.check(Line.of("{\0}\0")))
        .isInstanceOf(NotAnObjectException.class);
  }

  @Test
  void shouldDecideAsAnotherParserDoes() {
    long seed = 20_261_124;
    Random random = new Random(seed);
    int objects = 0;
    for (int i = 0; i < 100_000; i++) {
      StringBuilder text = new StringBuilder(SAMPLE);
      for (int changes = random.nextInt(4); changes > 0; changes--) {
        change(text, random);
      }
      boolean object = isObject(text.toString());
      objects += object ? 1 : 0;

      assertThat(isTaken(text.toString())).as("seed %d: %s", seed, text).isEqualTo(object);
    }
    assertThat(objects).isBetween(30_000, 90_000);
  }

  private static void change(StringBuilder text, Random random) {
    int at = random.nextInt(text.length());
    String other = String.valueOf(BYTES.charAt(random.nextInt(BYTES.length())));
    switch (random.nextInt(4)) {
      case 0 -> text.deleteCharAt(at);
      case 1 -> text.insert(at, other);
      case 2 -> text.replace(at, at + 1, other);
      default -> text.setLength(Math.max(1, text.length() - random.nextInt(3)));
    }
  }

  private static boolean isTaken(String text) {
    try {
      ObjectCheck.check(Line.of(text));
      return true;
    } catch (NotAnObjectException e) {
      return false;
    }
  }

  private static boolean isObject(String text) {
    try (JsonParser json = JACKSON.createParser(ObjectReadContext.empty(), text)) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        return false;
      }
      int depth = 1;
      while (depth > 0) {
        JsonToken token = json.nextToken();
        if (token == null) {
          return false;
        }
        depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
        if (token == JsonToken.VALUE_STRING) {
          assertThat(json.getString()).isNotNull(); // texts are checked when they are read
        }
      }
      return json.nextToken() == null;
    } catch (JacksonException e) {
      return false;
    }
  }
}
