#include "CCompress.h"
