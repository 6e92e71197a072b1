namespace Funeng.Modules.Policies.Browse;

/// <summary>What the list of policies is narrowed by, as its address says it.</summary>
internal static class PolicyFilter
{
    /// <summary>False for a word that is no level; null levels are all.</summary>
    public static bool ReadLevel(string? text, out PolicyLevel? level)
    {
        level = null;
        if (string.IsNullOrEmpty(text)) return true;
        if (!Enum.TryParse<PolicyLevel>(text, ignoreCase: true, out var read) || char.IsDigit(text[0])) return false;
        level = read;
        return true;
    }
}
