// The sentence of an exception, for tests of what users read.
#pragma once

#include <gtest/gtest.h>

#include <string>

namespace purkinje {

template <typename Exception, typename Action>
std::string message_of(Action action) {
  try {
    action();
  } catch (const Exception& error) {
    return error.what();
  }
  ADD_FAILURE() << "nothing was thrown";
  return "";
}

}  // namespace purkinje
