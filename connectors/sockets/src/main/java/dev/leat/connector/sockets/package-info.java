/**
 * Elements over TCP. {@link dev.leat.connector.sockets.TcpSource} listens, and each connection is a
 * lane; {@link dev.leat.connector.sockets.TcpSink} connects; a {@link
 * dev.leat.connector.sockets.Framing} says where elements begin and end.
 *
 * <pre>
 *   peer --bytes--&gt; TcpLane --Received cuts--&gt; FrameBlock --divided on any core--&gt; elements
 *        &lt;-- not read while there is no room (TCP holds the peer back)
 * </pre>
 *
 * <p>Connections live on the event loops that the runtime lends. Their bytes are cut at the last
 * complete frame there, nothing more; dividing them into elements happens where the first stage of
 * the pipeline runs.
 */
@NullMarked
package dev.leat.connector.sockets;

import org.jspecify.annotations.NullMarked;
