// Processor time, for reports on where work goes. Any thread.
#pragma once

namespace facepoint {

// Seconds of processor time that the calling thread has used so far.
double thread_cpu_seconds();

}  // namespace facepoint
