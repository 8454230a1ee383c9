package dev.leat.runtime.worker;

import java.lang.reflect.Array;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes and reads arrays of primitive types, except {@code byte[]}, as blocks of bytes. */
final class PrimitiveArrays {

  private static final Class<?>[] TYPES = {
    boolean.class, short.class, char.class, int.class, long.class, float.class, double.class
  };
  private static final int[] SIZES = {1, 2, 2, 4, 8, 4, 8};

  private PrimitiveArrays() {}

  static void write(Object array, ByteWriter out) {
    int type = type(array.getClass().getComponentType());
    int length = Array.getLength(array);
    if (length > Integer.MAX_VALUE / SIZES[type] - 16) {
      throw new UntransferableException("is larger than 2 GB");
    }
    out.writeByte(Values.ARRAY);
    out.writeByte(type);
    out.writeInt(length);
    int at = out.reserve(length * SIZES[type]);
    ByteBuffer to =
        ByteBuffer.wrap(out.array(), at, length * SIZES[type]).order(ByteOrder.LITTLE_ENDIAN);
    switch (array) {
      case boolean[] booleans -> {
        for (boolean value : booleans) {
          to.put((byte) (value ? 1 : 0));
        }
      }
      case short[] shorts -> to.asShortBuffer().put(shorts);
      case char[] chars -> to.asCharBuffer().put(chars);
      case int[] ints -> to.asIntBuffer().put(ints);
      case long[] longs -> to.asLongBuffer().put(longs);
      case float[] floats -> to.asFloatBuffer().put(floats);
      case double[] doubles -> to.asDoubleBuffer().put(doubles);
      default -> throw new IllegalStateException("no array: " + array);
    }
  }

  private static int type(Class<?> component) {
    for (int i = 0; i < TYPES.length; i++) {
      if (TYPES[i].equals(component)) {
        return i;
      }
    }
    throw new UntransferableException(
        "is of type %s[], which cannot travel; use a List".formatted(component.getTypeName()));
  }

  static Object read(ByteReader in) {
    int type = in.readByte();
    int length = in.readInt();
    if (type >= TYPES.length || length < 0 || length > in.remaining() / SIZES[type]) {
      throw new ProtocolException("an array of %,d elements does not fit".formatted(length));
    }
    int from = in.skip(length * SIZES[type]);
    ByteBuffer bytes =
        ByteBuffer.wrap(in.array(), from, length * SIZES[type]).order(ByteOrder.LITTLE_ENDIAN);
    Object array = Array.newInstance(TYPES[type], length);
    switch (array) {
      case boolean[] booleans -> {
        for (int i = 0; i < length; i++) {
          booleans[i] = bytes.get() != 0;
        }
      }
      case short[] shorts -> bytes.asShortBuffer().get(shorts);
      case char[] chars -> bytes.asCharBuffer().get(chars);
      case int[] ints -> bytes.asIntBuffer().get(ints);
      case long[] longs -> bytes.asLongBuffer().get(longs);
      case float[] floats -> bytes.asFloatBuffer().get(floats);
      case double[] doubles -> bytes.asDoubleBuffer().get(doubles);
      default -> throw new IllegalStateException("no array: " + array);
    }
    return array;
  }
}
