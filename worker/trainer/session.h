// A trainer's life on its channel: hello, then one job after the other, until told to quit or the channel
// closes.
#pragma once

#include "worker/channel.h"

namespace purkinje::trainer {

// Returns when the worker says quit or closes the channel. Throws ProtocolError, and errors that leave the
// device unusable.
void serve(worker::Channel& channel);

}  // namespace purkinje::trainer
