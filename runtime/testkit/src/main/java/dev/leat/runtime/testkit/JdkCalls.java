package dev.leat.runtime.testkit;

import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import reactor.blockhound.BlockHound;

/**
 * Methods that block and that BlockHound does not know: files read, written, locked and copied
 * through channels, connecting with a limit of time, looking up a name. They are looked up in the
 * JDK that runs, because they are internal and differ from one to the next; what is not there is
 * left out, and {@link Detection} fails where all of a kind are not there.
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

  /** What is done, the classes that do it, and their methods. */
  private static final Map<String, Map<String, Set<String>>> CALLS =
      Map.of(
          "reading and writing files",
          Map.of(
              "sun.nio.ch.UnixFileDispatcherImpl",
              TRANSFERS,
              "sun.nio.ch.FileDispatcherImpl",
              TRANSFERS,
              "sun.nio.fs.UnixFileSystem",
              Set.of("bufferedCopy0"),
              "sun.nio.fs.LinuxNativeDispatcher",
              Set.of("directCopy0")),
          "connecting",
          Map.of("sun.nio.ch.NioSocketImpl", Set.of("connect")),
          "looking up names",
          Map.of(
              "java.net.Inet4AddressImpl", Set.of("lookupAllHostAddr", "isReachable0"),
              "java.net.Inet6AddressImpl", Set.of("lookupAllHostAddr", "isReachable0")));

  private static final String MONO = "reactor/core/publisher/Mono";
  private static final String FLUX = "reactor/core/publisher/Flux";

  private JdkCalls() {}

  static void markIn(BlockHound.Builder builder) {
    for (Map<String, Set<String>> calls : CALLS.values()) {
      calls.forEach((type, names) -> mark(builder, type, names));
    }
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

  /** What cannot be seen, because none of its methods is in the JDK that runs. */
  static List<String> missing() {
    return missing(CALLS);
  }

  static List<String> missing(Map<String, Map<String, Set<String>>> calls) {
    return calls.entrySet().stream()
        .filter(each -> isMissing(each.getValue()))
        .map(Map.Entry::getKey)
        .sorted()
        .toList();
  }

  private static boolean isMissing(Map<String, Set<String>> calls) {
    return calls.entrySet().stream()
        .flatMap(each -> methods(each.getKey(), each.getValue()))
        .findAny()
        .isEmpty();
  }

  private static void mark(BlockHound.Builder builder, String type, Set<String> names) {
    methods(type, names)
        .forEach(method ->
            builder.markAsBlocking(type.replace('.', '/'), method.getName(), descriptor(method)));
  }

  private static Stream<Method> methods(String type, Set<String> names) {
    try {
      return Arrays.stream(Class.forName(type, false, null).getDeclaredMethods())
          .filter(method -> names.contains(method.getName()));
    } catch (ClassNotFoundException e) {
      return Stream.empty();
    }
  }

  private static String descriptor(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .toMethodDescriptorString();
  }
}
