package dev.leat.runtime.worker;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a worker JVM is told before its first request.
 *
 * @param pipeline the name of the pipeline
 * @param stage the name of the stage
 * @param largestElement the most bytes of a result
 * @param function what it computes
 */
record Setup(String pipeline, String stage, int largestElement, FunctionTransport.Packed function) {

  void write(ByteWriter out) {
    writeText(pipeline, out);
    writeText(stage, out);
    out.writeInt(largestElement);
    out.writeInt(function.classes().size());
    function.classes().forEach(name -> writeText(name, out));
    out.writeInt(function.bytes().length);
    out.writeBytes(function.bytes());
  }

  static Setup read(ByteReader in) {
    String pipeline = readText(in);
    String stage = readText(in);
    int largest = in.readInt();
    Set<String> classes = new TreeSet<>();
    for (int left = in.readInt(); left > 0; left--) {
      classes.add(readText(in));
    }
    return new Setup(
        pipeline,
        stage,
        largest,
        new FunctionTransport.Packed(in.readBytes(in.readInt()), classes));
  }

  static void writeText(String text, ByteWriter out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.writeBytes(bytes);
  }

  static String readText(ByteReader in) {
    return new String(in.readBytes(in.readInt()), StandardCharsets.UTF_8);
  }
}
