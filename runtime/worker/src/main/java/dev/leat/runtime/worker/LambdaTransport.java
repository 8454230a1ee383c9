package dev.leat.runtime.worker;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Carries a lambda or a method reference that captures nothing but texts, numbers and others of its
 * kind, by the names that make it up. It is made again as Java makes a serialized one, by its own
 * class, but without the machinery for arbitrary objects, which takes a new JVM a quarter of its
 * start.
 */
final class LambdaTransport {

  private static final String MAKER = "$deserializeLambda$";
  private static final int MOST_DEPTH = 16;
  private static final int VALUE = 0;
  private static final int LAMBDA = 1;

  private final Values values =
      new Values(new Codecs(ClassLoader.getSystemClassLoader(), List.of()));

  private LambdaTransport() {}

  /** Packs a function, or returns null if it has to travel as a serialized object. */
  static byte @Nullable [] pack(Object code) {
    ByteWriter out = new ByteWriter();
    if (!new LambdaTransport().write(code, MOST_DEPTH, out)) {
      return null;
    }
    return Arrays.copyOf(out.array(), out.size());
  }

  /**
   * Makes a packed function again.
   *
   * @throws IOException if its class cannot make it
   */
  static Object unpack(byte[] bytes) throws IOException, ClassNotFoundException {
    return new LambdaTransport().read(new ByteReader(bytes, 0, bytes.length));
  }

  private boolean write(Object code, int depth, ByteWriter out) {
    SerializedLambda lambda = depth == 0 ? null : Travel.lambda(code);
    if (lambda == null || !ownClass(lambda)) {
      return false;
    }
    Setup.writeText(lambda.getCapturingClass(), out);
    Setup.writeText(lambda.getFunctionalInterfaceClass(), out);
    Setup.writeText(lambda.getFunctionalInterfaceMethodName(), out);
    Setup.writeText(lambda.getFunctionalInterfaceMethodSignature(), out);
    out.writeInt(lambda.getImplMethodKind());
    Setup.writeText(lambda.getImplClass(), out);
    Setup.writeText(lambda.getImplMethodName(), out);
    Setup.writeText(lambda.getImplMethodSignature(), out);
    Setup.writeText(lambda.getInstantiatedMethodType(), out);
    out.writeInt(lambda.getCapturedArgCount());
    for (int i = 0; i < lambda.getCapturedArgCount(); i++) {
      if (!writeCaptured(lambda.getCapturedArg(i), depth, out)) {
        return false;
      }
    }
    return true;
  }

  private boolean writeCaptured(@Nullable Object captured, int depth, ByteWriter out) {
    boolean simple =
        captured instanceof String
            || captured instanceof Boolean
            || captured instanceof Character
            || (captured instanceof Number
                && captured.getClass().getName().startsWith("java.lang."));
    if (captured == null || simple) {
      out.writeByte(VALUE);
      values.write(captured, out);
      return true;
    }
    out.writeByte(LAMBDA);
    return write(captured, depth - 1, out);
  }

  /** Whether the class that makes it may be asked to: not one of a named module. */
  private static boolean ownClass(SerializedLambda lambda) {
    try {
      return !capturing(lambda.getCapturingClass()).getModule().isNamed();
    } catch (ClassNotFoundException | LinkageError e) {
      return false;
    }
  }

  private static Class<?> capturing(String name) throws ClassNotFoundException {
    return Class.forName(name.replace('/', '.'), false, ClassLoader.getSystemClassLoader());
  }

  private Object read(ByteReader in) throws IOException, ClassNotFoundException {
    String capturing = Setup.readText(in);
    Class<?> owner = capturing(capturing);
    String functionType = Setup.readText(in);
    String functionName = Setup.readText(in);
    String functionSignature = Setup.readText(in);
    int kind = in.readInt();
    String codeClass = Setup.readText(in);
    String codeName = Setup.readText(in);
    String codeSignature = Setup.readText(in);
    String type = Setup.readText(in);
    @Nullable Object[] captured = new @Nullable Object[in.readInt()];
    for (int i = 0; i < captured.length; i++) {
      captured[i] = in.readByte() == LAMBDA ? read(in) : values.read(in);
    }
    return make(
        owner,
        new SerializedLambda(
            owner,
            functionType,
            functionName,
            functionSignature,
            kind,
            codeClass,
            codeName,
            codeSignature,
            type,
            captured));
  }

  private static Object make(Class<?> owner, SerializedLambda lambda) throws IOException {
    try {
      return (Object)
          MethodHandles.privateLookupIn(owner, MethodHandles.lookup())
              .findStatic(owner, MAKER, MethodType.methodType(Object.class, SerializedLambda.class))
              .invokeExact(lambda);
    } catch (Throwable t) {
      throw new IOException(
          owner.getName() + " cannot make its function " + lambda.getImplMethodName() + ": " + t,
          t);
    }
  }
}
