using System.Runtime.CompilerServices;

namespace Funeng.Feel.Values;

/// <summary>
/// Lists in lists can nest deeper than the thread's stack. What walks through a value asks here at every level, and stops instead of
/// ending the process.
/// </summary>
internal static class Nesting
{
    /// <summary>Whether there is no room to go a level deeper.</summary>
    public static bool IsTooDeep => !RuntimeHelpers.TryEnsureSufficientExecutionStack();
}
