namespace Funeng.Engines.Synthetic;

/// <summary>Unified social credit codes of made-up enterprises (GB 32100-2015), valid in both check characters.</summary>
internal static class SyntheticCodes
{
    private const string Alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    private const long Bodies = 31L * 31 * 31 * 31 * 31 * 31;
    private const long Step = 387_420_487;
    private static readonly int[] BodyWeights = [3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>The code of an enterprise in a district; different for every index below 31^6.</summary>
    public static string Of(long seed, long index, string district)
    {
        Span<char> code = stackalloc char[18];
        code[0] = '9';
        code[1] = '1';
        district.AsSpan(0, 6).CopyTo(code[2..]);
        code[8] = 'F';
        code[9] = 'N';
        // Step has no divisor in common with 31, so the walk visits every body once.
        var body = (long)((UInt128)(ulong)(index % Bodies) * Step % Bodies);
        body = (body + Math.Abs(seed % Bodies)) % Bodies;
        for (var i = 15; i >= 10; i--, body /= 31) code[i] = Alphabet[(int)(body % 31)];
        code[16] = BodyCheck(code[8..16]);
        code[17] = Check(code[..17]);
        return new string(code);
    }

    // GB 11714: letters count from 10 in the full alphabet.
    private static char BodyCheck(ReadOnlySpan<char> body)
    {
        var sum = 0;
        for (var i = 0; i < 8; i++) sum += BodyWeights[i] * (char.IsAsciiDigit(body[i]) ? body[i] - '0' : body[i] - 'A' + 10);
        var check = 11 - sum % 11;
        return check switch { 10 => 'X', 11 => '0', _ => (char)('0' + check) };
    }

    // GB 32100: weights are powers of 3 modulo 31.
    private static char Check(ReadOnlySpan<char> code)
    {
        var sum = 0;
        var weight = 1;
        foreach (var character in code)
        {
            sum += weight * Alphabet.IndexOf(character);
            weight = weight * 3 % 31;
        }

        return Alphabet[(31 - sum % 31) % 31];
    }
}
