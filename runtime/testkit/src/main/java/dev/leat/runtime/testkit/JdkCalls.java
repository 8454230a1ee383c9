package dev.leat.runtime.testkit;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import reactor.blockhound.BlockHound;

/**
 * Methods that block and that BlockHound does not know: files read, written, locked and copied
 * through channels, connecting with a limit of time, looking up a name. They are looked up in the
 * JDK that runs, because they are internal and differ from one to the next; what is not there is
 * left out.
 */
final class JdkCalls {

  private static final Set<String> TRANSFERS =
      Set.of(
          "read0",
          "write0",
          "pread0",
          "pwrite0",
          "readv0",
          "writev0",
          "force0",
          "lock0",
          "truncate0",
          "transferTo0",
          "transferFrom0");

  private static final Map<String, Set<String>> CALLS =
      Map.of(
          "sun.nio.ch.UnixFileDispatcherImpl", TRANSFERS,
          "sun.nio.ch.FileDispatcherImpl", TRANSFERS,
          "sun.nio.fs.UnixFileSystem", Set.of("bufferedCopy0"),
          "sun.nio.fs.LinuxNativeDispatcher", Set.of("directCopy0"),
          "sun.nio.ch.NioSocketImpl", Set.of("connect"),
          "java.net.Inet4AddressImpl", Set.of("lookupAllHostAddr", "isReachable0"),
          "java.net.Inet6AddressImpl", Set.of("lookupAllHostAddr", "isReachable0"));

  private static final String MONO = "reactor/core/publisher/Mono";
  private static final String FLUX = "reactor/core/publisher/Flux";

  private JdkCalls() {}

  static void markIn(BlockHound.Builder builder) {
    CALLS.forEach((type, methods) -> mark(builder, type, methods));
    // Reactor refuses to wait on some of these threads; here it is recorded, and on all of them.
    wait(builder, MONO, "block", "Ljava/lang/Object;");
    wait(builder, MONO, "blockOptional", "Ljava/util/Optional;");
    wait(builder, FLUX, "blockFirst", "Ljava/lang/Object;");
    wait(builder, FLUX, "blockLast", "Ljava/lang/Object;");
  }

  private static void wait(BlockHound.Builder builder, String type, String method, String result) {
    builder.markAsBlocking(type, method, "()" + result);
    builder.markAsBlocking(type, method, "(Ljava/time/Duration;)" + result);
  }

  private static void mark(BlockHound.Builder builder, String type, Set<String> methods) {
    Method[] declared;
    try {
      declared = Class.forName(type, false, null).getDeclaredMethods();
    } catch (ClassNotFoundException e) {
      return;
    }
    Arrays.stream(declared)
        .filter(method -> methods.contains(method.getName()))
        .forEach(method ->
            builder.markAsBlocking(type.replace('.', '/'), method.getName(), descriptor(method)));
  }

  private static String descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }
}
