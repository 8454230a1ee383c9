package dev.leat.runtime.worker;

import dev.leat.pipeline.bytes.Line;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads values that say themselves what they are: a byte for the kind, then the content.
 * Names of classes are written once in each frame. Lists arrive as {@link ArrayList}, maps as
 * {@link LinkedHashMap}, sets as {@link LinkedHashSet}. Used by one thread at a time.
 */
final class Values {

  static final int NULL = 0;
  static final int TRUE = 1;
  static final int FALSE = 2;
  static final int LONG = 3;
  static final int DOUBLE = 4;
  static final int STRING = 5;
  static final int BYTES = 6;
  static final int LIST = 7;
  static final int MAP = 8;
  // The kinds above are all that programs of other languages have to know.
  static final int LINE = 9;
  static final int INT = 10;
  static final int FLOAT = 11;
  static final int SHORT = 12;
  static final int BYTE = 13;
  static final int CHAR = 14;
  static final int SET = 15;
  static final int OPTIONAL = 16;
  static final int UTF16 = 17;
  static final int ARRAY = 18;
  static final int OBJECT = 19;
  static final int FAILURE = 255;

  private static final int MOST_DEPTH = 200;

  private final Codecs codecs;
  private final Map<Class<?>, Integer> written = new HashMap<>();
  private final List<Class<?>> read = new ArrayList<>();
  private @Nullable Class<?> lastWritten;
  private int lastIndex;
  private int depth;

  Values(Codecs codecs) {
    this.codecs = codecs;
  }

  /** Begins a frame. */
  void begin() {
    written.clear();
    read.clear();
    lastWritten = null;
    depth = 0;
  }

  // Writing.

  /**
   * Writes a value.
   *
   * @throws UntransferableException if it cannot travel; what was written has to be taken back
   */
  @SuppressWarnings("IfChainToSwitch") // the first switch over types takes a new JVM 20 ms
  void write(@Nullable Object value, ByteWriter out) {
    if (value instanceof String text) {
      writeString(text, out);
    } else if (value instanceof byte[] bytes) {
      int at = out.reserve(1 + Integer.BYTES + bytes.length);
      out.array()[at] = BYTES;
      out.setInt(at + 1, bytes.length);
      System.arraycopy(bytes, 0, out.array(), at + 1 + Integer.BYTES, bytes.length);
    } else if (value instanceof Line line) {
      int at = out.reserve(1 + Integer.BYTES + line.length());
      out.array()[at] = LINE;
      out.setInt(at + 1, line.length());
      line.copyTo(out.array(), at + 1 + Integer.BYTES);
    } else if (value instanceof Long number) {
      out.writeByte(LONG);
      out.writeLong(number);
    } else if (value instanceof Double number) {
      out.writeByte(DOUBLE);
      out.writeLong(Double.doubleToRawLongBits(number));
    } else if (value instanceof Integer number) {
      out.writeByte(INT);
      out.writeInt(number);
    } else if (value instanceof Boolean truth) {
      out.writeByte(truth ? TRUE : FALSE);
    } else if (value == null) {
      out.writeByte(NULL);
    } else {
      writeOther(value, out);
    }
  }

  private static void writeString(String text, ByteWriter out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (isChanged(text, bytes)) {
      int at = out.reserve(1 + Integer.BYTES + 2 * text.length());
      out.array()[at] = UTF16;
      out.setInt(at + 1, text.length());
      int to = at + 1 + Integer.BYTES;
      for (int i = 0; i < text.length(); i++) {
        out.array()[to++] = (byte) text.charAt(i);
        out.array()[to++] = (byte) (text.charAt(i) >>> 8);
      }
      return;
    }
    int at = out.reserve(1 + Integer.BYTES + bytes.length);
    out.array()[at] = STRING;
    out.setInt(at + 1, bytes.length);
    System.arraycopy(bytes, 0, out.array(), at + 1 + Integer.BYTES, bytes.length);
  }

  /** Whether a text is not what its UTF-8 says: half of a surrogate pair has become a '?'. */
  static boolean isChanged(String text, byte[] utf8) {
    return hasQuestionMark(utf8) && hasLoneSurrogate(text);
  }

  private static boolean hasQuestionMark(byte[] utf8) {
    int i = 0;
    for (; i <= utf8.length - Long.BYTES; i += Long.BYTES) {
      // A byte that is zero after the exclusive or: the classic test for a zero byte in a word.
      long word = (long) ByteWriter.LONGS.get(utf8, i) ^ 0x3f3f3f3f3f3f3f3fL;
      if (((word - 0x0101010101010101L) & ~word & 0x8080808080808080L) != 0) {
        return true;
      }
    }
    for (; i < utf8.length; i++) {
      if (utf8[i] == '?') {
        return true;
      }
    }
    return false;
  }

  private static boolean hasLoneSurrogate(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < text.length()
                && Character.isLowSurrogate(text.charAt(i + 1));
        if (!pair) {
          return true;
        }
        i++;
      }
    }
    return false;
  }

  @SuppressWarnings("IfChainToSwitch") // as above
  private void writeOther(Object value, ByteWriter out) {
    if (++depth > MOST_DEPTH) {
      depth = 0;
      throw new UntransferableException(
          "is nested more than %d deep, or holds itself".formatted(MOST_DEPTH));
    }
    if (value instanceof Float number) {
      out.writeByte(FLOAT);
      out.writeInt(Float.floatToRawIntBits(number));
    } else if (value instanceof Short number) {
      out.writeByte(SHORT);
      out.writeInt(number);
    } else if (value instanceof Byte number) {
      out.writeByte(BYTE);
      out.writeByte(number);
    } else if (value instanceof Character c) {
      out.writeByte(CHAR);
      out.writeInt(c);
    } else if (value instanceof List<?> list) {
      writeAll(LIST, list, out);
    } else if (value instanceof Set<?> set) {
      writeAll(SET, set, out);
    } else if (value instanceof Map<?, ?> map) {
      writeMap(map, out);
    } else if (value instanceof Optional<?> optional) {
      out.writeByte(OPTIONAL);
      write(optional.orElse(null), out);
    } else {
      writeObject(value, out);
    }
    depth--;
  }

  private void writeMap(Map<?, ?> map, ByteWriter out) {
    out.writeByte(MAP);
    out.writeInt(map.size());
    for (Map.Entry<?, ?> entry : map.entrySet()) {
      write(entry.getKey(), out);
      write(entry.getValue(), out);
    }
  }

  private void writeAll(int kind, Collection<?> all, ByteWriter out) {
    out.writeByte(kind);
    out.writeInt(all.size());
    for (Object element : all) {
      write(element, out);
    }
  }

  private void writeObject(Object value, ByteWriter out) {
    Class<?> type =
        value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();
    if (type.isArray()) {
      PrimitiveArrays.write(value, out);
      return;
    }
    Shape shape = codecs.shape(type);
    if (shape == null) {
      depth = 0;
      throw new UntransferableException(
          "is of type %s, which cannot travel; use a record, or a ValueCodec"
              .formatted(type.getTypeName()));
    }
    out.writeByte(OBJECT);
    writeClass(type, out);
    switch (shape) {
      case Shape.RecordShape record -> writeRecord(record, value, out);
      case Shape.EnumShape constants -> writeString(((Enum<?>) value).name(), out);
      case Shape.Textual textual -> writeString(value.toString(), out);
      case Shape.Coded coded -> {
        int at = out.reserve(Integer.BYTES);
        coded.codec().write(value, out);
        out.setInt(at, out.size() - at - Integer.BYTES);
      }
    }
  }

  private void writeRecord(Shape.RecordShape record, Object value, ByteWriter out) {
    for (int i = 0; i < record.size(); i++) {
      Object component = record.get(value, i);
      try {
        write(component, out);
      } catch (UntransferableException e) {
        throw new UntransferableException(
            "has a component '%s' that %s".formatted(record.name(i), e.getMessage()));
      }
    }
  }

  private void writeClass(Class<?> type, ByteWriter out) {
    if (type == lastWritten) {
      out.writeInt(lastIndex);
      return;
    }
    Integer index = written.get(type);
    if (index == null) {
      index = written.size();
      out.writeInt(index);
      byte[] name = type.getName().getBytes(StandardCharsets.UTF_8);
      out.writeInt(name.length);
      out.writeBytes(name);
      written.put(type, index);
    } else {
      out.writeInt(index);
    }
    lastWritten = type;
    lastIndex = index;
  }

  /** How many classes were named so far, for {@link #forgetFrom}. */
  int named() {
    return written.size();
  }

  /** Forgets the names that were written after there were so many. */
  void forgetFrom(int known) {
    written.values().removeIf(index -> index >= known);
    lastWritten = null;
    depth = 0;
  }

  // Reading.

  /**
   * Reads a value.
   *
   * @throws ProtocolException if the bytes are not those of a value
   */
  @Nullable Object read(ByteReader in) {
    return read(in, in.readByte());
  }

  @Nullable Object read(ByteReader in, int kind) {
    return switch (kind) {
      case NULL -> null;
      case TRUE -> true;
      case FALSE -> false;
      case LONG -> in.readLong();
      case DOUBLE -> Double.longBitsToDouble(in.readLong());
      case STRING -> {
        int length = in.readInt();
        int from = in.skip(length);
        yield new String(in.array(), from, length, StandardCharsets.UTF_8);
      }
      case BYTES -> in.readBytes(in.readInt());
      case LINE -> {
        byte[] bytes = in.readBytes(in.readInt());
        yield new Line(bytes, 0, bytes.length);
      }
      case INT -> in.readInt();
      case FLOAT -> Float.intBitsToFloat(in.readInt());
      case SHORT -> (short) in.readInt();
      case BYTE -> (byte) in.readByte();
      case CHAR -> (char) in.readInt();
      case UTF16 -> readUtf16(in);
      default -> readNested(in, kind);
    };
  }

  private static String readUtf16(ByteReader in) {
    int length = in.readInt();
    if (length < 0 || length > in.remaining() / 2) {
      throw new ProtocolException("a text of %,d characters does not fit".formatted(length));
    }
    char[] chars = new char[length];
    for (int i = 0; i < length; i++) {
      chars[i] = (char) (in.readByte() | in.readByte() << 8);
    }
    return new String(chars);
  }

  private @Nullable Object readNested(ByteReader in, int kind) {
    if (++depth > MOST_DEPTH) {
      throw new ProtocolException("values are nested too deep");
    }
    Object value =
        switch (kind) {
          case LIST -> readAll(in, new ArrayList<>());
          case SET -> readAll(in, new LinkedHashSet<>());
          case MAP -> readMap(in);
          case OPTIONAL -> Optional.ofNullable(read(in));
          case ARRAY -> PrimitiveArrays.read(in);
          case OBJECT -> readObject(in);
          default -> throw new ProtocolException("there is no kind of value " + kind);
        };
    depth--;
    return value;
  }

  private static int count(ByteReader in) {
    int count = in.readInt();
    if (count < 0 || count > in.remaining()) {
      throw new ProtocolException("%,d values do not fit".formatted(count));
    }
    return count;
  }

  private <C extends Collection<@Nullable Object>> C readAll(ByteReader in, C into) {
    int count = count(in);
    for (int i = 0; i < count; i++) {
      into.add(read(in));
    }
    return into;
  }

  private Map<@Nullable Object, @Nullable Object> readMap(ByteReader in) {
    int count = count(in);
    Map<@Nullable Object, @Nullable Object> map = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      Object key = read(in);
      map.put(key, read(in));
    }
    return map;
  }

  private Object readObject(ByteReader in) {
    Class<?> type = readClass(in);
    Shape shape = codecs.shape(type);
    return switch (shape) {
      case null -> throw new ProtocolException(type + " is not of a kind that travels");
      case Shape.RecordShape record -> {
        @Nullable Object[] components = new @Nullable Object[record.size()];
        for (int i = 0; i < components.length; i++) {
          components[i] = read(in);
        }
        yield record.make(components);
      }
      case Shape.EnumShape constants -> constants.constant(String.valueOf(read(in)));
      case Shape.Textual textual -> parse(textual.parser(), String.valueOf(read(in)));
      case Shape.Coded coded -> {
        int length = in.readInt();
        int from = in.skip(length);
        yield coded.codec().read(new ByteReader(in.array(), from, from + length));
      }
    };
  }

  private static Object parse(Function<String, Object> parser, String text) {
    try {
      return parser.apply(text);
    } catch (RuntimeException e) {
      throw new ProtocolException("'%s' cannot be read: %s".formatted(text, e.getMessage()));
    }
  }

  private Class<?> readClass(ByteReader in) {
    int index = in.readInt();
    if (index == read.size()) {
      int length = in.readInt();
      int from = in.skip(length);
      Class<?> type = codecs.named(new String(in.array(), from, length, StandardCharsets.UTF_8));
      read.add(type);
      return type;
    }
    if (index < 0 || index > read.size()) {
      throw new ProtocolException("there is no class number " + index);
    }
    return read.get(index);
  }
}
